import {
  compileJsonSchema,
  JmespathError,
  type Json,
  JsonSchemaError,
  type SchemaProblem,
  searchJmespath,
} from '@flowmason/pipeline-schema';

/** What a JMESPath expression finds, or where it fails. */
export type JmespathTry =
  | { readonly kind: 'value'; readonly value: Json }
  /** `at` is the offset in the expression. */
  | { readonly kind: 'error'; readonly message: string; readonly at: number };

/** Tries an expression on data. */
export function tryJmespath(expression: string, data: Json): JmespathTry {
  try {
    return { kind: 'value', value: searchJmespath(expression, data) };
  } catch (error) {
    if (!(error instanceof JmespathError)) throw error;
    return { kind: 'error', message: error.message, at: error.at };
  }
}

/** Whether a value fits a schema, or why the schema is none. */
export type SchemaTry =
  | { readonly kind: 'fits' }
  | { readonly kind: 'misfit'; readonly problems: readonly SchemaProblem[] }
  | { readonly kind: 'error'; readonly message: string };

/** Tries a JSON Schema on a value. */
export function tryJsonSchema(schema: Json, value: Json): SchemaTry {
  try {
    const problems = compileJsonSchema(schema)(value);
    return problems.length === 0 ? { kind: 'fits' } : { kind: 'misfit', problems };
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
    return { kind: 'error', message: error.message };
  }
}
