import type { Json, JsonObject } from '../json.ts';

/** What is known of a value: a JSON Schema, an example, both or nothing. */
export type ValueShape = { readonly schema?: JsonObject | undefined; readonly sample?: Json | undefined };

/** What the document around a template offers. */
export type CompletionData = {
  /** The names that may begin a path in this field; default all. */
  readonly roots?: readonly string[];
  /** The stages that may be read; the shape is that of their output. */
  readonly stages?: readonly ({ readonly id: string } & ValueShape)[];
  readonly input?: ValueShape;
  /** Names only. */
  readonly secrets?: readonly string[];
  /** Names only. */
  readonly env?: readonly string[];
  /** Shapes of further roots: `item`, `output`, `vars` … */
  readonly values?: Readonly<Record<string, ValueShape>>;
};

/** One thing that could stand at the cursor. */
export type TemplateCompletion = {
  readonly label: string;
  readonly kind: 'root' | 'stage' | 'member' | 'secret' | 'filter' | 'test' | 'function' | 'keyword' | 'template';
  /** A signature, a type, or a line of explanation. */
  readonly detail: string;
  /** What is to stand between `from` and `to`. */
  readonly apply: string;
  /** Where this one begins when it replaces more than the others do, such as the dot before a name in brackets. */
  readonly from?: number;
};

/** What can be inserted at an offset: any of `options` in place of the source from `from` to `to`. */
export type TemplateCompletions = {
  readonly from: number;
  readonly to: number;
  readonly options: readonly TemplateCompletion[];
};
