import { builtinComponents } from '@flowmason/engine';
import { readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toBundle } from './export-bundle.ts';

const TEXT = `{ "name": "deploy", "version": "2.0.0", "description": "Ships it.\\n# Not a heading",
  "sample_input": { "service": "api" },
  "stages": [{ "id": "ping", "component": "http_request", "config": { "url": "https://a/{{input.service}}" } }] }`;

function bundle(secretNames: readonly string[] = [], modelNames: readonly string[] = []) {
  const { pipeline } = readPipeline(TEXT, { components: builtinComponents });
  const files = toBundle({ text: TEXT, stem: 'deploy', pipeline, secretNames, modelNames });
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe('toBundle', () => {
  it('has the pipeline to the byte, its sample input, and what explains them', () => {
    const files = bundle();
    expect([...files.keys()]).toEqual([
      'pipelines/deploy.pipeline.json',
      'inputs/deploy.json',
      '.env.example',
      'README.md',
    ]);
    expect(files.get('pipelines/deploy.pipeline.json')).toBe(TEXT);
    expect(files.get('inputs/deploy.json')).toBe('{\n  "service": "api"\n}\n');
  });

  it('names every secret as the variable that provides it, without a value', () => {
    const env = bundle(['GITHUB_TOKEN', 'SLACK_WEBHOOK']).get('.env.example');
    expect(env?.split('\n').filter((line) => line.startsWith('FM_'))).toEqual([
      'FM_SECRET_GITHUB_TOKEN=',
      'FM_SECRET_SLACK_WEBHOOK=',
    ]);
  });

  it('asks for the key of a model service only where a model is asked', () => {
    expect(bundle().get('.env.example')).not.toContain('OPENAI');
    expect(bundle([], ['gpt-4o']).get('.env.example')).toContain('\nOPENAI_API_KEY=\n');
  });

  it('says how to run it, with the secrets only where there are some', () => {
    expect(bundle().get('README.md')).toContain(
      'fm run pipelines/deploy.pipeline.json --input inputs/deploy.json --sandbox',
    );
    expect(bundle().get('README.md')).not.toContain('.env');
    expect(bundle(['TOKEN']).get('README.md')).toContain('- `TOKEN`, as the variable `FM_SECRET_TOKEN`');
  });

  it('keeps the texts of the document from becoming headings', () => {
    expect(
      bundle()
        .get('README.md')
        ?.match(/^#+ .*/gm),
    ).toEqual(['# deploy', '## Look at it', '## Run it']);
  });
});
