import { compileJsonSchema, type Json, JsonSchemaError } from '@flowmason/pipeline-schema';
import { type ComponentContext, defineComponent } from '../component.ts';
import { ComponentError } from '../errors.ts';
import type { ModelRequest } from '../ports.ts';
import { GeneratorConfig } from './generator/config.ts';
import { findJson } from './generator/find-json.ts';
import { type Answer, GeneratorOutput, toGeneratorOutput } from './generator/output.ts';
import { toModelRequest, toRepairPrompt } from './generator/prompts.ts';

/** What an answer may weigh at most, in UTF-16 units. */
const MAX_ANSWER_LENGTH = 1024 * 1024;

/**
 * Asks a language model through the effect gate. What it answers is data and nothing else: its text is never rendered,
 * and with `output_schema` nothing but an answer that fits leaves the stage.
 */
export const generator = defineComponent({
  name: 'generator',
  title: 'Generate',
  description: 'Asks a language model and reads JSON in its answer.',
  category: 'model',
  icon: 'sparkles',
  effect: 'model',
  config: GeneratorConfig,
  output: GeneratorOutput,
  fields: {
    model: { policy: 'lenient', secrets: 'refuse' },
    prompt: { policy: 'lenient', secrets: 'refuse' },
    system_prompt: { policy: 'lenient', secrets: 'refuse' },
    temperature: { policy: 'lenient', secrets: 'refuse' },
    max_tokens: { policy: 'lenient', secrets: 'refuse' },
    output_format: { policy: 'lenient', secrets: 'refuse' },
    output_schema: { policy: 'lenient', secrets: 'refuse' },
  },
  failures: [
    { type: 'PROVIDER', when: 'no provider is configured, or it refuses the request or the model' },
    { type: 'CONNECTIVITY', when: 'the provider cannot be reached, or is overloaded' },
    {
      type: 'VALIDATION',
      when: 'the answer does not fit output_schema, also when asked again, or the schema is no JSON Schema',
    },
    { type: 'LIMIT', when: 'the answer is longer than 1 MB' },
  ],
  async execute(config, context) {
    const problemsOf = config.output_schema && compileOutputSchema(config.output_schema);
    const request = toModelRequest(config);
    const answer = await ask(request, context);
    if (!problemsOf) return finish(answer, config, context);
    const problems = problemsOf(answer.json);
    if (problems === undefined) return finish(answer, config, context);
    context.warn('answer-repaired', `the answer did not fit output_schema (${problems}) and was asked for once more`);
    const repaired = await ask(
      { ...request, prompt: toRepairPrompt(request.prompt, answer.content, problems) },
      context,
    );
    const both = addTokens(repaired, answer);
    const remaining = problemsOf(both.json);
    if (remaining === undefined) return finish(both, config, context);
    throw unfit(both, remaining);
  },
});

/** Says what is wrong with a document, or undefined when it fits. */
type ProblemsOf = (json: Json | undefined) => string | undefined;

function compileOutputSchema(schema: NonNullable<GeneratorConfig['output_schema']>): ProblemsOf {
  const check = compile(schema);
  return (json) => {
    if (json === undefined) return 'it is no JSON document';
    const problems = check(json).map(
      ({ pointer, message }) => `${pointer === '' ? 'the document' : pointer} ${message}`,
    );
    return problems.length === 0 ? undefined : problems.join('; ');
  };
}

function compile(schema: Json): ReturnType<typeof compileJsonSchema> {
  try {
    return compileJsonSchema(schema);
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
    throw new ComponentError('VALIDATION', `config.output_schema: ${error.message}`, {
      retryable: false,
      cause: error,
    });
  }
}

async function ask(request: ModelRequest, context: ComponentContext): Promise<Answer> {
  const { content, model, inputTokens, outputTokens, finishReason } = await context.model(request);
  if (content.length > MAX_ANSWER_LENGTH) {
    throw new ComponentError(
      'LIMIT',
      `The answer of ${model} has ${content.length} characters, more than the ${MAX_ANSWER_LENGTH} that are kept. Set config.max_tokens, or ask for less.`,
      { retryable: false },
    );
  }
  return { content, json: findJson(content), model, inputTokens, outputTokens, finishReason };
}

function finish(answer: Answer, config: GeneratorConfig, context: ComponentContext): Json {
  if (answer.finishReason === 'length') {
    context.warn(
      'answer-cut-off',
      'the model stopped at its token limit: the answer is cut off; raise config.max_tokens',
    );
  }
  if (config.output_format === 'json' && answer.json === undefined) {
    context.warn('answer-not-json', 'the answer is no JSON document: output.json is null and has no keys to copy');
  }
  return toGeneratorOutput(answer);
}

function addTokens(answer: Answer, earlier: Answer): Answer {
  return {
    ...answer,
    inputTokens: answer.inputTokens + earlier.inputTokens,
    outputTokens: answer.outputTokens + earlier.outputTokens,
  };
}

function unfit(answer: Answer, problems: string): ComponentError {
  return new ComponentError(
    'VALIDATION',
    `The answer of ${answer.model} does not fit output_schema, also when asked again: ${problems}. Make the prompt clearer about the form of the answer, or relax the schema.`,
    { details: { problems, answer: toGeneratorOutput(answer) }, retryable: false },
  );
}
