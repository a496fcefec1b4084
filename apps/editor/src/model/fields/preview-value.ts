import {
  type CompiledTemplate,
  compileTemplate,
  ExprError,
  type ExpressionTrace,
  encodeUrl,
  isJsonObject,
  type Json,
} from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import { type FieldPlace, type TemplateField, templateFieldAt } from './field-place.ts';
import { type SampleScope, type SampleSource, sampleScope } from './scope-sample.ts';

/** What a field comes to with the values of a sample or of a run. */
export type Preview =
  | {
      readonly kind: 'value';
      readonly value: Json;
      /** Stages whose output is made up for the preview. */
      readonly exampleIds: readonly string[];
      /** What was missing and tolerated. */
      readonly warnings: readonly string[];
      /** How a condition came to its value. */
      readonly traces: readonly ExpressionTrace[];
    }
  /** Nobody can know yet, and why. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string };

/**
 * The value of the field at `place`, with every template in it resolved; secrets show as `•••NAME`. Undefined for a field
 * without templates, and for one whose templates cannot be read: that is told as a finding.
 */
export function previewValue(
  document: PipelineDocument,
  place: FieldPlace,
  { value, ...source }: SampleSource & { readonly value: Json | undefined },
): Preview | undefined {
  const field = templateFieldAt(document.graph, place);
  if (!field || value === undefined || !hasTemplate(value)) return undefined;
  const given = sampleScope(document, place, source);
  const found: Found = { exampleIds: new Set(), warnings: [], traces: [] };
  try {
    const rendered = render(value, { field, given, source, found });
    return {
      kind: 'value',
      value: rendered,
      exampleIds: [...found.exampleIds],
      warnings: found.warnings,
      traces: found.traces,
    };
  } catch (error) {
    if (error instanceof Unknown) return { kind: 'unknown', message: error.message };
    if (error instanceof Unreadable) return undefined;
    if (error instanceof ExprError) return { kind: 'error', message: sentenceOf(error) };
    throw error;
  }
}

interface Found {
  readonly exampleIds: Set<string>;
  readonly warnings: string[];
  readonly traces: ExpressionTrace[];
}

interface Rendering {
  readonly field: TemplateField;
  readonly given: SampleScope;
  readonly source: SampleSource;
  readonly found: Found;
}

/** Ends a rendering: a value that only a run can tell. */
class Unknown extends Error {}

/** Ends a rendering: a template that is no template yet. */
class Unreadable extends Error {}

function render(value: Json, rendering: Rendering): Json {
  if (typeof value === 'string') return value.includes('{{') ? renderText(value, rendering) : value;
  if (Array.isArray(value)) return value.map((item: Json) => render(item, rendering));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, rendering)]));
}

function renderText(text: string, rendering: Rendering): Json {
  const { field, given, source, found } = rendering;
  const compiled = compile(text, field.roots);
  mustBeKnown(compiled, rendering);
  const options = { mode: field.mode, nowMs: source.nowMs };
  if (field.rule.policy === 'url') return masked(encodeUrl(compiled.parts(given.scope, options).parts).display);
  const { warnings } = compiled.run(given.scope, options);
  found.warnings.push(...warnings.map(sentenceOf));
  if (field.mode === 'condition') found.traces.push(...compiled.trace(given.scope, options).map(maskedTrace));
  return masked(compiled.display(given.scope, options));
}

function compile(text: string, roots: readonly string[]): CompiledTemplate {
  try {
    return compileTemplate(text, { roots });
  } catch (error) {
    if (error instanceof ExprError) throw new Unreadable(error.message);
    throw error;
  }
}

/** Reading what no example can tell is no error: it is known after a run. */
function mustBeKnown({ refs }: CompiledTemplate, { given, source, found }: Rendering): void {
  for (const { root, path } of refs) {
    const [id, part] = path;
    if (root !== 'stages' || typeof id !== 'string' || part !== 'output') continue;
    if (source.run) {
      const status = source.run.stages[id]?.status;
      if (given.exampleIds.has(id)) throw new Unknown(`The chosen run has no stage ${id}.`);
      if (status !== 'succeeded' && !source.run.stages[id]?.tolerated) {
        throw new Unknown(`In the chosen run ${id} gave no output: it is ${status}.`);
      }
      continue;
    }
    if (!given.exampleIds.has(id)) continue;
    found.exampleIds.add(id);
    if (!isGiven(given.scope['stages'], path)) {
      throw new Unknown(`${pathText(path)} is known after a run.`);
    }
  }
}

function pathText(path: readonly (string | number | null)[]): string {
  return path.reduce<string>((text, step) => `${text}${typeof step === 'number' ? `[${step}]` : `.${step}`}`, 'stages');
}

/** Whether the example goes as far as `path` does. */
function isGiven(value: unknown, path: readonly (string | number | null)[]): boolean {
  let at = value;
  for (const step of path) {
    if (step === null) return true;
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return true;
}

function hasTemplate(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (Array.isArray(value)) return value.some(hasTemplate);
  return isJsonObject(value) && Object.values(value).some(hasTemplate);
}

const SECRET = /\[secret:([^\]]*)\]/g;

function masked(value: Json): Json {
  return typeof value === 'string' ? value.replace(SECRET, '•••$1') : value;
}

function maskedTrace(trace: ExpressionTrace): ExpressionTrace {
  return { ...trace, value: masked(trace.value), children: trace.children.map(maskedTrace) };
}

function sentenceOf({ message, hint }: ExprError): string {
  const advice = hint === undefined ? '' : ` (${hint})`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${advice}.`;
}
