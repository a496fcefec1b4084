import {
  type CompletionData,
  completeTemplate,
  type Json,
  type Run,
  type TemplateCompletion,
  type ValueShape,
} from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import { type FieldPlace, templateFieldAt } from './field-place.ts';
import { readableStages, sampleInputOf, sampleScope, secretNamesIn } from './scope-sample.ts';
import { stageOutputShape } from './stage-output-shape.ts';

/** One thing that could stand at the cursor of an expression, for whichever editor shows it. */
export interface ExpressionCompletion {
  readonly label: string;
  readonly kind: TemplateCompletion['kind'];
  /** In a few words beside the label: a type, or the arguments. */
  readonly detail: string;
  /** A sentence for the information panel; empty when there is no more to say. */
  readonly docs: string;
  /** What is to stand between `from` and `to` of the template. */
  readonly apply: string;
  readonly from: number;
  readonly to: number;
}

/** A cursor in a template. */
export interface TemplateCursor {
  readonly text: string;
  readonly offset: number;
}

/**
 * What could stand at the cursor of a template in the field at `place`: inputs, outputs of the stages upstream by schema and
 * as they were in `run`, secrets by name, filters, functions. Those that do not begin with what is typed are left to the
 * editor's own filter. None in a field that is no template. Never fails.
 */
export function completeExpression(
  document: PipelineDocument,
  place: FieldPlace,
  { text, offset, run }: TemplateCursor & { readonly run?: Run | undefined },
): readonly ExpressionCompletion[] {
  const field = templateFieldAt(document.graph, place);
  if (!field) return [];
  const data = completionData(document, place, run);
  const hidesSecrets = field.rule.secrets === 'refuse';
  const roots = hidesSecrets ? field.roots.filter((root) => root !== 'secrets') : field.roots;
  const { from, to, options } = completeTemplate(text, offset, { ...data, roots });
  return options.map((option) => toCompletion(option, { from, to }));
}

/** What the document around a field offers to its expressions. */
export function completionData(document: PipelineDocument, place: FieldPlace, run: Run | undefined): CompletionData {
  const { graph, reading } = document;
  const stages = graph ? readableStages(graph, place.stageId) : [];
  const shapes = stages.map((stage) => ({ id: stage.id, ...stageOutputShape(stage, run) }));
  const { scope } = sampleScope(document, place, { run, nowMs: 0 });
  return {
    stages: shapes,
    input: { schema: reading.pipeline?.input_schema, sample: run?.input ?? sampleInputOf(document) },
    secrets: secretNamesIn(reading.text),
    values: shapesOfNames(scope, graph?.stages.get(place.stageId ?? ''), run),
  };
}

/** Shapes of the names that only some fields have; an attempt's output is known by its schema as well. */
function shapesOfNames(
  scope: Readonly<Record<string, unknown>>,
  stage: Parameters<typeof stageOutputShape>[0] | undefined,
  run: Run | undefined,
): Readonly<Record<string, ValueShape>> {
  const known = Object.entries(scope).filter(([name]) => !TOLD_BY_SCHEMA.has(name));
  // The scope was built of JSON values.
  const shapes = known.map(([name, value]) => [name, { sample: value as Json }] as const);
  return { ...Object.fromEntries(shapes), ...(stage && { output: stageOutputShape(stage, run) }) };
}

const TOLD_BY_SCHEMA: ReadonlySet<string> = new Set([
  'input',
  'stages',
  'secrets',
  'env',
  'execution',
  'error',
  'output',
]);

/** `name(arguments): what it does` has its two halves apart. */
function toCompletion(option: TemplateCompletion, range: { from: number; to: number }): ExpressionCompletion {
  const { label, kind, detail, apply, from = range.from } = option;
  const colon = detail.indexOf(': ');
  const hasDocs = colon > 0 && kind !== 'root';
  return {
    label,
    kind,
    detail: hasDocs ? detail.slice(0, colon) : detail,
    docs: hasDocs ? detail.slice(colon + 2) : '',
    apply,
    from,
    to: range.to,
  };
}
