import { JsonValue } from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** Output of an `http_request` stage, and `details.response` of its failures. */
export const HttpRequestOutput = z.strictObject({
  status_code: z.int().meta({ title: 'Status', description: 'HTTP status of the answer.', examples: [200] }),
  headers: z.record(z.string(), z.string()).meta({ title: 'Headers', description: 'By lower-case name.' }),
  body: JsonValue.meta({
    title: 'Body',
    description: 'The value when the content type says JSON, otherwise the text; null when a JSON answer is empty.',
  }),
  body_encoding: z.literal('base64').optional().meta({
    title: 'Body encoding',
    description: 'Set when the answer is no text in its charset: the body is then base64.',
  }),
  success: z.boolean().meta({ title: 'Success', description: 'True for a status from 200 to 299.' }),
  elapsed_ms: z.number().meta({ title: 'Elapsed', description: 'From sending to the last byte, in milliseconds.' }),
  url: z.string().meta({ title: 'URL', description: 'The address that was called, as the pipeline has it.' }),
});
