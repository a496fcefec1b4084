import { checkInput, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** What a person has typed as the input of a run: not JSON, or JSON that does not fit, or fit to start with. */
export type InputReading =
  | { readonly kind: 'not_json'; readonly message: string }
  | { readonly kind: 'misfit'; readonly problems: readonly InputProblem[] }
  | { readonly kind: 'fit'; readonly input: Json };

/** What is wrong where; `pointer` is a JSON pointer into the input. */
export interface InputProblem {
  readonly pointer: string;
  readonly message: string;
}

/** Checks the text as the input of a pipeline, exactly as the server will. An empty text counts as an empty object. */
export function readRunInput(text: string, schema: JsonObject | undefined): InputReading {
  let input: Json;
  try {
    input = text.trim() === '' ? {} : (JSON.parse(text) as Json); // JSON.parse gives nothing else
  } catch (error) {
    return { kind: 'not_json', message: error instanceof Error ? error.message : String(error) };
  }
  const { problems } = checkInput(schema, input);
  return problems.length > 0 ? { kind: 'misfit', problems } : { kind: 'fit', input };
}

/** The text that the dialog starts with: the sample of the pipeline, or an empty object. */
export function firstInputText(sample: Json | undefined): string {
  return JSON.stringify(sample ?? {}, null, 2);
}
