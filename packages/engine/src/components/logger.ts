import { jsonField, preprocessedField, textField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';

const Config = z.strictObject({
  message: textField({
    title: 'Message',
    description: 'The line to write. A value that is missing leaves a blank; secrets are refused.',
    examples: ['Deploying {{input.service}} ({{input.commit_sha}})'],
  }),
  level: preprocessedField(toLevel, z.enum(['debug', 'info', 'warning', 'error']).default('info'), {
    title: 'Level',
    description: 'How much it matters; "warn" is read as "warning".',
    examples: ['info'],
  }),
  data: jsonField({
    title: 'Data',
    description: 'Any value to keep beside the message.',
    examples: [{ duration_ms: '{{execution.duration_ms}}' }],
  }).optional(),
});

/** Writes a line to the run's journal, where people and dashboards see it while the run goes on. */
export const logger = defineComponent({
  name: 'logger',
  title: 'Log',
  description: "Writes a line to the run's journal.",
  category: 'flow',
  icon: 'scroll-text',
  effect: 'none',
  config: Config,
  output: z.strictObject({ logged: z.literal(true).meta({ title: 'Logged', description: 'Always true.' }) }),
  fields: {
    message: { policy: 'lenient', secrets: 'refuse' },
    level: { policy: 'lenient' },
    data: { policy: 'lenient', secrets: 'refuse' },
  },
  failures: [{ type: 'VALIDATION', when: 'the config breaks its schema' }],
  async execute({ message, level, data }, context) {
    context.log(level, message, data);
    return { logged: true };
  },
});

function toLevel(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const level = value.toLowerCase();
  return level === 'warn' ? 'warning' : level;
}
