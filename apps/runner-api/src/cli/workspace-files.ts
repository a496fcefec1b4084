/** What `fm init` puts into an empty directory: a pipeline that needs no service, its input, and a profile to copy. */
export const WORKSPACE_FILES: Readonly<Record<string, string>> = {
  'pipelines/hello.pipeline.json': toText({
    $schema: 'https://flowmason.dev/schemas/pipeline.schema.json',
    name: 'hello',
    version: '1.0.0',
    description: 'Greets a service, and says so louder when it is in production.',
    input_schema: {
      type: 'object',
      properties: {
        service: { type: 'string', description: 'Whom to greet' },
        environment: { type: 'string', enum: ['staging', 'production'], default: 'staging' },
      },
      required: ['service'],
    },
    sample_input: { service: 'api', environment: 'production' },
    stages: [
      {
        id: 'greeting',
        component: 'json_transform',
        depends_on: [],
        config: { mapping: { text: 'Hello, {{ input.service }}' } },
      },
      {
        id: 'is-production',
        component: 'conditional',
        depends_on: ['greeting'],
        config: { condition: "{{ input.environment == 'production' }}", if_true: ['say-loud'], if_false: ['say'] },
      },
      {
        id: 'say-loud',
        component: 'logger',
        depends_on: ['is-production'],
        config: { level: 'warning', message: '{{ stages.greeting.output.text | upper }}' },
      },
      {
        id: 'say',
        component: 'logger',
        depends_on: ['is-production'],
        config: { message: '{{ stages.greeting.output.text }}' },
      },
    ],
    output_mapping: { greeting: '{{ stages.greeting.output.text }}' },
  }),
  'inputs/hello.json': toText({ service: 'web', environment: 'staging' }),
  'local.profile.json': toText({
    description: 'Sends calls for api.example.com to a server on this machine.',
    http: { rewrite: [{ match: 'https://api.example.com', to: 'http://127.0.0.1:4010' }] },
    secrets: { from_env: ['API_TOKEN'] },
    env: { REGION: 'local' },
  }),
};

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
