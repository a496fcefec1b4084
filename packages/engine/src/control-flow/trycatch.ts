import { FailureType } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';
import { listArm, stageList } from './arms.ts';
import { notExecuted } from './not-executed.ts';

/** Runs its try list; on the first failure its catch list; then its finally list. What it does is in `trycatch-*.ts`. */
export const trycatch = defineComponent({
  name: 'trycatch',
  title: 'Try, catch, finally',
  description: 'Runs stages, deals with their failure, and cleans up whatever happened.',
  category: 'control',
  icon: 'shield',
  effect: 'none',
  config: z.strictObject({
    try: stageList({
      title: 'Try',
      description: 'Stages that run one after the other; after the first failure the rest is skipped.',
      examples: [['deploy', 'check-health']],
    }),
    catch: stageList({
      title: 'Catch',
      description: 'Stages that run after a failure, with `error` in their templates.',
      examples: [['roll-back']],
    }).default([]),
    finally: stageList({
      title: 'Finally',
      description: 'Stages that run at the end in any case, also when the run is cancelled.',
      examples: [['log-result']],
    }).default([]),
    error_scope: z
      .enum(['propagate', 'continue'])
      .default('propagate')
      .meta({
        title: 'After a caught failure',
        description: 'propagate: what depends on this stage is skipped, the run ends recovered. continue: it goes on.',
        examples: ['continue'],
      }),
    catch_error_types: z
      .array(FailureType)
      .optional()
      .meta({
        title: 'Types to catch',
        description: 'Failures of other types are not caught. Absent: all are.',
        examples: [['TIMEOUT', 'CONNECTIVITY']],
      }),
    parallel: z
      .boolean()
      .default(false)
      .meta({
        title: 'Parallel',
        description: 'Members that name no other member of their list start together.',
        examples: [true],
      }),
  }),
  output: z.strictObject({
    status: z.enum(['succeeded', 'caught']).meta({ title: 'Status', description: 'Whether a failure was caught.' }),
    error: z.json().meta({ title: 'Error', description: 'The failure that was caught, or null.' }),
    recovered: z.boolean().meta({
      title: 'Recovered',
      description: 'A failure was caught, and catch and finally ended without another one.',
    }),
  }),
  fields: {
    try: { policy: 'raw' },
    catch: { policy: 'raw' },
    finally: { policy: 'raw' },
    error_scope: { policy: 'raw' },
    catch_error_types: { policy: 'raw' },
    parallel: { policy: 'raw' },
  },
  arms: (config) => [
    listArm(config, 'try', { name: 'try', role: 'try' }),
    listArm(config, 'catch', { name: 'catch', role: 'catch' }),
    listArm(config, 'finally', { name: 'finally', role: 'finally' }),
  ],
  execute: notExecuted,
});
