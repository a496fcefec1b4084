import type { Pipeline } from '@flowmason/pipeline-schema';

/** A file of a bundle, by its path with `/`. */
export interface BundleFile {
  readonly path: string;
  readonly text: string;
}

/** What a bundle is made of. */
export interface BundleSource {
  /** The pipeline file as it is written. */
  readonly text: string;
  /** The file's name without `.pipeline.json`. */
  readonly stem: string;
  readonly pipeline: Pipeline | undefined;
  /** The secrets that the pipeline reads, by name; their values are nowhere here. */
  readonly secretNames: readonly string[];
  readonly modelNames: readonly string[];
}

/** The files with which a pipeline runs on another machine: a workspace of its own, without the value of any secret. */
export function toBundle(source: BundleSource): readonly BundleFile[] {
  const { text, stem, pipeline } = source;
  return [
    { path: `pipelines/${stem}.pipeline.json`, text },
    { path: `inputs/${stem}.json`, text: `${JSON.stringify(pipeline?.sample_input ?? {}, null, 2)}\n` },
    { path: '.env.example', text: envExample(source) },
    { path: 'README.md', text: readme(source) },
  ];
}

function envExample({ secretNames, modelNames }: BundleSource): string {
  const lines = ['# Copy to .env and fill in. Never commit .env.'];
  if (secretNames.length > 0) {
    lines.push('', '# Secrets that the pipeline reads; each has at least 8 characters.');
    lines.push(...secretNames.map((name) => `FM_SECRET_${name}=`));
  }
  if (modelNames.length > 0) {
    lines.push('', `# A language model (${modelNames.join(', ')}): one of the two services.`);
    lines.push('OPENAI_API_KEY=', '# OPENAI_BASE_URL=', '# ANTHROPIC_API_KEY=');
  }
  if (lines.length === 1) lines.push('', '# This pipeline reads no secret and asks no model.');
  return `${lines.join('\n')}\n`;
}

function readme({ stem, pipeline, secretNames }: BundleSource): string {
  const file = `pipelines/${stem}.pipeline.json`;
  const input = `inputs/${stem}.json`;
  const stages = pipeline?.stages.length ?? 0;
  const parts = [
    `# ${oneLine(pipeline?.name ?? stem)}`,
    ...(pipeline?.description === undefined ? [] : [oneLine(pipeline.description)]),
    `A FlowMason pipeline, version ${oneLine(pipeline?.version ?? 'unknown')}, ${stages === 1 ? '1 stage' : `${stages} stages`}.`,
    '## Look at it',
    'Serve this folder and open the address that is printed:',
    code('fm serve --workspace .'),
    '## Run it',
    'Against simulated services, where nothing leaves the machine:',
    code(`fm run ${file} --input ${input} --sandbox`),
    'Against the services that it names:',
    code(
      secretNames.length === 0
        ? `fm run ${file} --input ${input}`
        : `cp .env.example .env   # then fill it in\nset -a; . ./.env; set +a\nfm run ${file} --input ${input}`,
    ),
    `\`${input}\` is the sample input of the pipeline; change it to what you want to run with.`,
    ...(secretNames.length === 0
      ? []
      : ['## Secrets', 'It reads these, and none of their values is in this folder:', bullets(secretNames)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function code(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\``;
}

function bullets(names: readonly string[]): string {
  return names.map((name) => `- \`${name}\`, as the variable \`FM_SECRET_${name}\``).join('\n');
}

/** A text from the document on one line, so that it stays the heading or the paragraph that it is put into. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
