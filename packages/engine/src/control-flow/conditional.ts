import { z } from 'zod';
import { defineComponent } from '../component.ts';
import { ComponentError } from '../errors.ts';
import { jsonOf } from '../json-of.ts';
import { listArm, stageList } from './arms.ts';
import { notExecuted } from './not-executed.ts';

/** Takes one of two branches. A condition that fails, is missing or is no boolean fails the stage: it opens no gate. */
export const conditional = defineComponent({
  name: 'conditional',
  title: 'Condition',
  description: 'Runs one of two branches, depending on a condition.',
  category: 'control',
  icon: 'split',
  effect: 'none',
  config: z.strictObject({
    condition: z.union([z.string(), z.boolean()]).meta({
      title: 'Condition',
      description: 'Must be true or false; anything else fails the stage.',
      examples: ['{{stages.run-tests.output.body.passed == true}}'],
    }),
    if_true: stageList({
      title: 'If true',
      description: 'Stages that run only when the condition is true.',
      examples: [['deploy-production']],
    }).default([]),
    if_false: stageList({
      title: 'If false',
      description: 'Stages that run only when the condition is false.',
      examples: [['notify-failure']],
    }).default([]),
  }),
  output: z.strictObject({
    result: z.boolean().meta({ title: 'Result', description: 'What the condition gave.' }),
    branch: z.enum(['true', 'false']).meta({ title: 'Branch', description: 'The branch that was taken.' }),
  }),
  fields: { condition: { policy: 'condition' }, if_true: { policy: 'raw' }, if_false: { policy: 'raw' } },
  failures: [{ type: 'EXPRESSION', when: 'the condition fails, is missing, or is neither true nor false' }],
  arms: (config) => [
    listArm(config, 'if_true', { name: 'true', role: 'branch' }),
    listArm(config, 'if_false', { name: 'false', role: 'branch' }),
  ],
  choose(config, context) {
    const trace = context.condition('condition', config['condition'] ?? null);
    if (trace.error !== undefined) {
      throw new ComponentError('EXPRESSION', `config.condition: ${trace.error}`, { details: { trace: jsonOf(trace) } });
    }
    const result = trace.result === true;
    const branch = result ? 'true' : 'false';
    return { arm: branch, trace: [trace], output: { result, branch } };
  },
  execute: notExecuted,
});
