import { isStageId, type Json, JsonValue, jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';

const NAME_RULE = 'must be a letter followed by letters, digits, "_" or "-", and no name that JavaScript reserves';
const VariableName = z.string().refine(isStageId, NAME_RULE);

const Config = z
  .strictObject({
    name: VariableName.optional().meta({
      title: 'Name',
      description: 'Name of one variable; stages downstream read it as vars.NAME.',
      examples: ['image'],
    }),
    value: jsonField({
      title: 'Value',
      description: 'Value of that variable; its type is kept.',
      examples: ['{{input.registry}}/{{input.service}}:{{input.commit_sha}}'],
    }).optional(),
    variables: z
      .record(VariableName, jsonField({ title: 'Value', description: 'Any value; its type is kept.' }))
      .optional()
      .meta({
        title: 'Variables',
        description: 'Several variables at once, by name.',
        examples: [{ namespace: 'production', replicas: 3 }],
      }),
  })
  .superRefine(({ name, value, variables }, context) => {
    const refuse = (key: string, message: string): void =>
      void context.addIssue({ code: 'custom', path: [key], message });
    if (name === undefined && variables === undefined) refuse('name', 'is required, or give several in `variables`');
    if (name !== undefined && value === undefined) refuse('value', 'is required beside `name`');
    if (name === undefined && value !== undefined) refuse('name', 'is required beside `value`');
    if (name !== undefined && variables && Object.hasOwn(variables, name)) {
      refuse('variables', `has "${name}", which \`name\` sets too: keep one of them`);
    }
  });

/** Gives values a name: its output is `{name: value}` for each variable, which stages downstream read as `vars.name`. */
export const variableSet = defineComponent({
  name: 'variable_set',
  title: 'Set variables',
  description: 'Gives values a name that stages downstream read as vars.NAME.',
  category: 'data',
  icon: 'variable',
  effect: 'none',
  config: Config,
  output: z
    .record(z.string(), JsonValue)
    .meta({ title: 'Variables', description: 'Each variable of this stage, by name.' }),
  fields: {
    name: { policy: 'strict', secrets: 'refuse' },
    value: { policy: 'lenient', secrets: 'refuse' },
    variables: { policy: 'lenient', secrets: 'refuse' },
  },
  failures: [{ type: 'VALIDATION', when: 'the config breaks its schema, such as a name that is no identifier' }],
  async execute({ name, value, variables }) {
    const set: Record<string, Json> = { ...variables };
    if (name !== undefined && value !== undefined) set[name] = value;
    return set;
  },
});
