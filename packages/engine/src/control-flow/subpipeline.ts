import { jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';
import { notExecuted } from './not-executed.ts';

/** Runs another pipeline as a child run; the engine starts it, and hands cancel and time-out on (`child-run.ts`). */
export const subpipeline = defineComponent({
  name: 'subpipeline',
  title: 'Sub-pipeline',
  description: 'Runs another pipeline and gives its output.',
  category: 'control',
  icon: 'workflow',
  effect: 'none',
  config: z.strictObject({
    pipeline: z
      .string()
      .min(1)
      .meta({
        title: 'Pipeline',
        description: 'Its name, or its path relative to this file.',
        examples: ['notify-team'],
      }),
    input: jsonField({
      title: 'Input',
      description: 'Input of the child run.',
      examples: [{ service: '{{input.service}}' }],
    }).optional(),
  }),
  output: z.json().meta({ title: 'Output', description: "The child run's output." }),
  fields: { pipeline: { policy: 'strict' }, input: { policy: 'lenient' } },
  failures: [
    { type: 'VALIDATION', when: 'there is no such pipeline, or its input does not fit its schema' },
    { type: 'LIMIT', when: 'pipelines start each other more than 8 deep' },
  ],
  execute: notExecuted,
});
