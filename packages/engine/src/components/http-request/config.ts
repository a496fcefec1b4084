import { jsonField, preprocessedField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { ExpectStatus } from './expect-status.ts';
import { checkHeaders } from './headers.ts';

/** What a response may weigh at most, decoded, in bytes. */
export const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** What a response may weigh unless the stage says otherwise. */
const DEFAULT_RESPONSE_BYTES = 1024 * 1024;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Config of an `http_request` stage. */
export const HttpRequestConfig = z.strictObject({
  url: z
    .string()
    .min(1)
    .meta({
      title: 'URL',
      description:
        'Absolute http or https address. Values from templates are encoded for the place where they stand, and cannot change the host.',
      examples: ['https://api.example.com/deployments/{{input.service}}'],
    }),
  method: preprocessedField(
    toUpperCase,
    z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    { title: 'Method', description: 'HTTP method, in any case.', examples: ['GET', 'POST'] },
  ),
  headers: z
    .record(z.string(), Scalar)
    .superRefine(checkHeaders)
    .default({})
    .meta({
      title: 'Headers',
      description:
        'Request headers by name. A header whose value is null is left out. Host, Content-Length, Transfer-Encoding and Connection are set by the client and refused here.',
      examples: [{ Authorization: 'Bearer {{secrets.API_TOKEN}}', Accept: 'application/json' }],
    }),
  query_params: z
    .record(z.string(), z.union([Scalar, z.array(Scalar)]))
    .default({})
    .meta({
      title: 'Query parameters',
      description:
        'Appended to the query of the URL, encoded. A list repeats its parameter, null leaves a parameter out.',
      examples: [{ service: '{{input.service}}', limit: 5, tag: ['a', 'b'] }],
    }),
  body: jsonField({
    title: 'Body',
    description:
      'Text is sent as it is; any other value as JSON, or as a form when the Content-Type header says application/x-www-form-urlencoded. A Content-Type header that is given wins. GET and HEAD send none.',
    examples: [{ ref: '{{input.branch}}' }],
  }).optional(),
  expect_status: ExpectStatus.meta({
    title: 'Expected status',
    description:
      'Statuses that count as success: a number, a range such as "200-299" or "2xx", or a list of these. Any other answer fails the attempt, with the response in the details of the error.',
    examples: [200, '200-299', [200, 404]],
  }),
  follow_redirects: z
    .boolean()
    .default(false)
    .meta({
      title: 'Follow redirects',
      description:
        'Follow at most five redirects; secrets and credentials stay with the first host. Otherwise a redirect is an answer like any other.',
      examples: [true],
    }),
  max_response_bytes: z
    .int()
    .min(1)
    .max(MAX_RESPONSE_BYTES)
    .default(DEFAULT_RESPONSE_BYTES)
    .meta({
      title: 'Largest response',
      description: 'Decoded bytes that are accepted; a larger answer fails with LIMIT. At most 10 MB.',
      examples: [65536],
    }),
});

/** A parsed config: defaults filled in, headers and parameters as they were written. */
export type HttpRequestConfig = z.output<typeof HttpRequestConfig>;

function toUpperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : value;
}
