import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedModelResponse } from '../effects/simulated-answer.ts';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { generator } from './generator.ts';

const BASE = { model: 'gpt-4', prompt: 'Why?' };
const SCHEMA = {
  type: 'object',
  required: ['issue_type', 'confidence'],
  properties: { issue_type: { type: 'string' }, confidence: { enum: ['high', 'medium', 'low'] } },
};
const GOOD = '{"issue_type": "OOM", "confidence": "high"}';

/** Runs a generator whose model gives `answers` one after another. */
function ask(config: JsonObject, ...answers: (string | SimulatedModelResponse)[]) {
  let turn = 0;
  const model = (): SimulatedModelResponse => {
    const answer = answers[turn++];
    if (answer === undefined) throw new Error(`the model was asked ${turn} times`);
    return typeof answer === 'string' ? { content: answer } : answer;
  };
  return runComponent(generator, { ...BASE, ...config }, { model });
}
const outputOf = async (answer: string | SimulatedModelResponse, config: JsonObject = {}) =>
  (await ask(config, answer)).output;

describe('generator asks', () => {
  it('with model and prompt alone by default', async () => {
    const { prompts } = await ask({}, 'Because.');
    expect(prompts).toEqual([{ model: 'gpt-4', prompt: 'Why?', outputFormat: 'text' }]);
  });

  it('with all of its settings', async () => {
    const config = { system_prompt: 'You are an SRE.', temperature: 0.2, max_tokens: 50 };
    expect((await ask(config, 'Because.')).prompts).toEqual([
      { ...BASE, systemPrompt: 'You are an SRE.', temperature: 0.2, maxTokens: 50, outputFormat: 'text' },
    ]);
  });

  it('for one JSON document when the format is json', async () => {
    expect((await ask({ system_prompt: 'Be brief.', output_format: 'json' }, '{}')).prompts).toEqual([
      {
        ...BASE,
        systemPrompt: 'Be brief.\n\nAnswer with one JSON document and nothing else.',
        outputFormat: 'json',
      },
    ]);
  });

  it('for JSON that fits the schema, and shows the schema', async () => {
    const { prompts } = await ask({ output_schema: SCHEMA }, GOOD);
    expect(prompts).toEqual([
      {
        ...BASE,
        systemPrompt: `Answer with one JSON document and nothing else. It must fit this JSON Schema:\n${JSON.stringify(SCHEMA)}`,
        outputFormat: 'json',
      },
    ]);
  });

  it('for values in prompts that are no text as their text', async () => {
    const { prompts } = await ask({ prompt: { logs: ['a'] }, system_prompt: null }, 'ok');
    expect(prompts).toEqual([{ model: 'gpt-4', prompt: '{"logs":["a"]}', outputFormat: 'text' }]);
  });
});

describe('generator answers', () => {
  it('with content, model, usage and finish reason', async () => {
    const answer = { content: 'Because.', model: 'gpt-4-0613', inputTokens: 5, outputTokens: 2, finishReason: 'stop' };
    expect(await outputOf(answer)).toEqual({
      content: 'Because.',
      json: null,
      model: 'gpt-4-0613',
      usage: { input_tokens: 5, output_tokens: 2 },
      finish_reason: 'stop',
    });
  });

  it('with the keys of an answer that is JSON beside its own', async () => {
    expect(await outputOf(GOOD)).toEqual({
      content: GOOD,
      json: { issue_type: 'OOM', confidence: 'high' },
      issue_type: 'OOM',
      confidence: 'high',
      model: 'gpt-4',
      usage: { input_tokens: 0, output_tokens: 0 },
      finish_reason: 'stop',
    });
  });

  it.each([
    ['bare', '{"a": 1}', { a: 1 }],
    ['bare with blanks around', '\n  {"a": 1}\n\n', { a: 1 }],
    ['a fenced block', '```json\n{"a": 1}\n```', { a: 1 }],
    ['a block without a language', '```\n{"a": 1}\n```', { a: 1 }],
    ['a block of tildes', '~~~~JSON\r\n{"a": 1}\r\n~~~~', { a: 1 }],
    ['a block with words around it', 'Here you are:\n\n```json\n{"a": 1}\n```\nAnything else?', { a: 1 }],
    ['a block that holds a shorter fence', '````\n{"a": "```"}\n````', { a: '```' }],
    ['a list', '[1, 2]', [1, 2]],
    ['a number', '42', 42],
    ['a text in quotes', '"yes"', 'yes'],
  ] as [string, string, Json][])('with the document of %s in json', async (_what, content, json) => {
    expect(await outputOf(content)).toMatchObject({ content, json });
  });

  it.each([
    ['prose', 'It is OOM, and I am highly confident.'],
    ['two blocks', '```json\n{"a": 1}\n```\n```json\n{"a": 2}\n```'],
    ['two documents', '{"a": 1}\n{"a": 2}'],
    ['a document in prose', 'The answer is {"a": 1}.'],
    ['a block that is never closed', '```json\n{"a": 1}'],
    ['a cut-off document', '{"a": 1, "b"'],
    ['nothing', ''],
    ['a block of something else', '```yaml\na: 1\n```'],
    ['a document with the key __proto__', '{"a": 1, "__proto__": {"b": 2}}'],
    ['a document nested too deep', `{"a": ${'['.repeat(100)}${']'.repeat(100)}}`],
  ])('with json null and no keys for %s', async (_what, content) => {
    expect(await outputOf(content)).toEqual({
      content,
      json: null,
      model: 'gpt-4',
      usage: { input_tokens: 0, output_tokens: 0 },
      finish_reason: 'stop',
    });
  });

  it('with its own keys where the answer has the same ones', async () => {
    const content =
      '{"content":"x","json":1,"model":"evil","usage":9,"finish_reason":"y","constructor":1,"prototype":2,"ok":3}';
    expect(await outputOf(content)).toEqual({
      content,
      json: JSON.parse(content),
      model: 'gpt-4',
      usage: { input_tokens: 0, output_tokens: 0 },
      finish_reason: 'stop',
      ok: 3,
    });
  });

  it('with templates, links and commands as inert text', async () => {
    const content = '{"issue_type":"{{secrets.K8S_TOKEN}}","next":"<!channel> https://evil.example"}';
    expect(await outputOf(content)).toMatchObject({
      issue_type: '{{secrets.K8S_TOKEN}}',
      next: '<!channel> https://evil.example',
    });
  });

  it('with an output that its own schema accepts, whatever the model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (content) => {
        const output = await outputOf(content);
        expect(generator.output.parse(output)).toMatchObject({ content });
        expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
      }),
      { numRuns: 200 },
    );
  });

  it('with a warning when the answer was cut off', async () => {
    expect((await ask({}, { content: 'Bec', finishReason: 'length' })).warnings).toEqual(['answer-cut-off']);
  });

  it('with a warning when JSON was asked for and did not come', async () => {
    expect((await ask({ output_format: 'json' }, 'no')).warnings).toEqual(['answer-not-json']);
    expect((await ask({}, 'no')).warnings).toEqual([]);
  });
});

describe('generator with output_schema', () => {
  it('lets an answer that fits pass at once', async () => {
    const { output, prompts, warnings } = await ask({ output_schema: SCHEMA }, GOOD);
    expect([prompts.length, warnings]).toEqual([1, []]);
    expect(output).toMatchObject({ issue_type: 'OOM', confidence: 'high' });
  });

  it.each([
    ['does not fit', '{"issue_type":"OOM","confidence":"HIGH "}', '/confidence'],
    ['is no JSON', 'It is OOM.', 'it is no JSON document'],
  ])('asks once more when an answer %s, with the answer and what is wrong', async (_what, first, problem) => {
    const { output, prompts, warnings } = await ask(
      { output_schema: SCHEMA },
      { content: first, inputTokens: 10, outputTokens: 3 },
      { content: GOOD, inputTokens: 20, outputTokens: 4 },
    );
    expect(prompts[1]?.prompt).toContain(`Why?\n\nYour previous answer was:\n${first}\n\nIt cannot be used: `);
    expect(prompts[1]?.prompt).toContain(problem);
    expect({ ...prompts[1], prompt: '' }).toEqual({ ...prompts[0], prompt: '' });
    expect(output).toMatchObject({ confidence: 'high', usage: { input_tokens: 30, output_tokens: 7 } });
    expect(warnings).toEqual(['answer-repaired']);
  });

  it('fails with VALIDATION when the second answer does not fit either', async () => {
    await expect(ask({ output_schema: SCHEMA }, 'no', '{"issue_type": 1}')).rejects.toMatchObject({
      type: 'VALIDATION',
      retryable: false,
      message: expect.stringMatching(/^The answer of gpt-4 does not fit output_schema, also when asked again: .+/),
      details: { problems: expect.stringContaining('confidence'), answer: { content: '{"issue_type": 1}' } },
    });
  });

  it('shows a long answer to the model in part only', async () => {
    const { prompts } = await ask({ output_schema: SCHEMA }, 'x'.repeat(9_000), GOOD);
    expect(prompts[1]?.prompt).toContain(`${'x'.repeat(8_000)}\n[… 1000 more characters]`);
  });

  it('refuses a broken schema before it asks anybody', async () => {
    await expect(ask({ output_schema: { type: 'nonsense' } })).rejects.toMatchObject({
      type: 'VALIDATION',
      message: expect.stringMatching(/^config\.output_schema: /),
    });
  });
});

describe('generator fails', () => {
  it('with LIMIT on an answer above 1 MB', async () => {
    await expect(ask({}, 'x'.repeat(1_048_577))).rejects.toMatchObject({ type: 'LIMIT', retryable: false });
  });

  it('with PROVIDER when there is no model, and makes nothing up', async () => {
    await expect(runComponent(generator, BASE)).rejects.toMatchObject({ type: 'PROVIDER' });
  });

  it.each([
    [{ prompt: 'a' }, 'model'],
    [{ model: null, prompt: 'a' }, 'model'],
    [{ model: 'm' }, 'prompt'],
    [{ ...BASE, temperature: 3 }, 'temperature'],
    [{ ...BASE, temperature: '0.2' }, 'temperature'],
    [{ ...BASE, max_tokens: 0 }, 'max_tokens'],
    [{ ...BASE, output_format: 'xml' }, 'output_format'],
    [{ ...BASE, output_schema: [] }, 'output_schema'],
    [{ ...BASE, promt: 'a' }, ''],
  ] as [JsonObject, string][])('on the config %j, at %s', (config, place) => {
    expect(configProblems(generator, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });

  it('on secrets in its prompts, which its fields refuse', () => {
    expect([generator.fields['prompt'], generator.fields['system_prompt']]).toEqual([
      { policy: 'lenient', secrets: 'refuse' },
      { policy: 'lenient', secrets: 'refuse' },
    ]);
  });
});
