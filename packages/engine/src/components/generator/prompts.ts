import type { ModelRequest } from '../../ports.ts';
import type { GeneratorConfig } from './config.ts';

/** The first request of an attempt: the author's prompts, and what the format and the schema demand. */
export function toModelRequest(config: GeneratorConfig): ModelRequest {
  const { model, prompt, temperature, max_tokens } = config;
  const outputFormat = config.output_schema ? 'json' : config.output_format;
  const systemPrompt = [config.system_prompt, formatRule(config)].filter(Boolean).join('\n\n');
  return {
    model,
    prompt,
    outputFormat,
    ...(systemPrompt !== '' && { systemPrompt }),
    ...(temperature !== undefined && { temperature }),
    ...(max_tokens !== undefined && { maxTokens: max_tokens }),
  };
}

/** The prompt that asks once more for an answer that did not fit. */
export function toRepairPrompt(prompt: string, answer: string, problems: string): string {
  return [
    prompt,
    `Your previous answer was:\n${cut(answer)}`,
    `It cannot be used: ${cut(problems)}. Answer again, with the corrected JSON document and nothing else.`,
  ].join('\n\n');
}

function formatRule({ output_format, output_schema }: GeneratorConfig): string {
  if (output_schema) {
    return `Answer with one JSON document and nothing else. It must fit this JSON Schema:\n${JSON.stringify(output_schema)}`;
  }
  return output_format === 'json' ? 'Answer with one JSON document and nothing else.' : '';
}

/** A long answer is shown to the model in part: enough to correct it, not enough to double the bill. */
const MAX_SHOWN = 8_000;

function cut(text: string): string {
  return text.length <= MAX_SHOWN
    ? text
    : `${text.slice(0, MAX_SHOWN)}\n[… ${text.length - MAX_SHOWN} more characters]`;
}
