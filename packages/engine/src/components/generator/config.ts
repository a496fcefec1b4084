import { jsonField, textField } from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** Config of a `generator` stage. */
export const GeneratorConfig = z.strictObject({
  model: z
    .string()
    .min(1)
    .meta({
      title: 'Model',
      description: 'Name of the model, as its provider calls it.',
      examples: ['gpt-4', 'claude-sonnet-4-5'],
    }),
  prompt: textField({
    title: 'Prompt',
    description: 'What is asked. Values that are missing leave a blank; secrets are refused.',
    examples: ['Why did the deployment of {{input.service}} fail?\n\n{{stages.fetch-logs.output.body.logs | tojson}}'],
  }),
  system_prompt: textField({
    title: 'System prompt',
    description: 'Who the model is to be, and how it is to answer.',
    examples: ['You are an experienced SRE. Be factual and brief.'],
  }).optional(),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .meta({ title: 'Temperature', description: '0 is steady, 2 is wild. Default: the provider’s.', examples: [0.2] }),
  max_tokens: z
    .int()
    .min(1)
    .optional()
    .meta({
      title: 'Most tokens',
      description: 'Length at which the answer is cut off. Default: the provider’s.',
      examples: [1000],
    }),
  output_format: z
    .enum(['text', 'json'])
    .default('text')
    .meta({
      title: 'Answer format',
      description: '"json" asks the model for one JSON document. JSON in an answer is read in either case.',
      examples: ['json'],
    }),
  output_schema: z
    .record(z.string(), jsonField({ title: 'Keyword', description: 'A keyword of JSON Schema.' }))
    .optional()
    .meta({
      title: 'Answer schema',
      description:
        'JSON Schema that the answer must fit. An answer that does not is asked for once more; then the stage fails with VALIDATION. Use it wherever a decision acts on the answer.',
      examples: [
        {
          type: 'object',
          properties: { confidence: { enum: ['high', 'medium', 'low'] } },
          required: ['confidence'],
        },
      ],
    }),
});
export type GeneratorConfig = z.output<typeof GeneratorConfig>;
