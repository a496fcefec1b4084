import { jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';
import { listArm, stageList } from './arms.ts';
import { notExecuted } from './not-executed.ts';

const VariableName = z
  .string()
  .regex(
    /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/,
    'must be letters, digits and "_", no digit first, and not "__proto__"',
  );

/** Runs its stages once per item. What it does is in `foreach-*.ts`. */
export const foreach = defineComponent({
  name: 'foreach',
  title: 'For each',
  description: 'Runs stages once for each item of a list.',
  category: 'control',
  icon: 'repeat',
  effect: 'none',
  config: z.strictObject({
    items: z.array(jsonField({ title: 'Item', description: 'Any value.' })).meta({
      title: 'Items',
      description: 'The list; a missing one is an error, an empty one runs nothing.',
      examples: ['{{input.regions}}'],
    }),
    stages: stageList({
      title: 'Stages',
      description: 'Stages that run for each item, one after the other; the last one gives the result.',
      examples: [['deploy-region']],
    }),
    item_variable: VariableName.default('item').meta({
      title: 'Item variable',
      description: 'Name of the item in templates.',
      examples: ['region'],
    }),
    index_variable: VariableName.default('index').meta({
      title: 'Index variable',
      description: 'Name of the position, from 0, in templates.',
      examples: ['index'],
    }),
    parallel: z
      .boolean()
      .default(false)
      .meta({
        title: 'Parallel',
        description: 'Runs several iterations at once.',
        examples: [true],
      }),
    max_parallel: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .meta({
        title: 'At once',
        description: 'Iterations that run at once when parallel.',
        examples: [5],
      }),
    break_on_error: z
      .boolean()
      .default(true)
      .meta({
        title: 'Break on error',
        description: 'The first iteration that fails ends and fails the loop. Otherwise failures stand in `errors`.',
        examples: [false],
      }),
  }),
  output: z.strictObject({
    total_items: z.int().meta({ title: 'Items', description: 'How many items there are.' }),
    results: z.array(z.json()).meta({
      title: 'Results',
      description: 'By item: the output of the last listed stage, null where the iteration failed.',
    }),
    errors: z.array(z.json()).meta({ title: 'Errors', description: 'By failed iteration: its `index` and `error`.' }),
  }),
  fields: {
    items: { policy: 'lenient' },
    stages: { policy: 'raw' },
    item_variable: { policy: 'raw' },
    index_variable: { policy: 'raw' },
    parallel: { policy: 'lenient' },
    max_parallel: { policy: 'lenient' },
    break_on_error: { policy: 'lenient' },
  },
  failures: [{ type: 'VALIDATION', when: 'items is missing or no list' }],
  arms: (config) => [listArm(config, 'stages', { name: 'body', role: 'body' })],
  execute: notExecuted,
});
