import { type Json, jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';

/** Ends the run early: what has not started is skipped, finally lists still run, and `value` is the run's output. */
export const returnStage = defineComponent({
  name: 'return',
  title: 'Return',
  description: 'Ends the run early with a value and a status.',
  category: 'control',
  icon: 'corner-down-left',
  effect: 'none',
  config: z.strictObject({
    value: jsonField({
      title: 'Value',
      description: "The run's output.",
      examples: [{ skipped: true }],
    }).default(null as Json),
    status: z
      .enum(['succeeded', 'failed'])
      .default('succeeded')
      .meta({
        title: 'Status',
        description: 'How the run ends. A failure that nobody handled makes it failed in any case.',
        examples: ['failed'],
      }),
  }),
  output: z.strictObject({
    value: z.json().meta({ title: 'Value', description: 'The value.' }),
    status: z.enum(['succeeded', 'failed']).meta({ title: 'Status', description: 'The status.' }),
  }),
  fields: { value: { policy: 'lenient' }, status: { policy: 'lenient' } },
  async execute({ value, status }) {
    return { value, status };
  },
});
