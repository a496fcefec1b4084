import { builtinComponents } from '@flowmason/engine';
import {
  type EvaluationMode,
  EXPRESSION_ROOTS,
  type FieldRule,
  fieldRuleAt,
  type PipelineGraph,
  templateRootsAt,
} from '@flowmason/pipeline-schema';

/** A field by its canonical path: below a stage (`['config', 'url']`), or below the document when there is no stage. */
export interface FieldPlace {
  readonly stageId: string | undefined;
  readonly path: readonly (string | number)[];
}

/** How a text of a field is read: what may stand in it, and what a missing value does. */
export interface TemplateField {
  readonly rule: FieldRule;
  /** The names that may begin a path. */
  readonly roots: readonly string[];
  readonly mode: EvaluationMode;
}

/** How the texts of the field at `place` are read; undefined for a field whose texts are never templates. */
export function templateFieldAt(graph: PipelineGraph | undefined, place: FieldPlace): TemplateField | undefined {
  const stage = place.stageId === undefined ? undefined : graph?.stages.get(place.stageId);
  const rule = fieldRuleAt(place.path, stage && builtinComponents.get(stage.component));
  if (rule.policy === 'raw') return undefined;
  const roots = graph ? templateRootsAt(graph, place.stageId, rule) : EXPRESSION_ROOTS;
  return { rule, roots, mode: modeOf(rule, stage?.config['method']) };
}

const STRICT_METHODS: ReadonlySet<unknown> = new Set(['PUT', 'PATCH', 'DELETE']);

function modeOf({ policy }: FieldRule, method: unknown): EvaluationMode {
  if (policy === 'condition' || policy === 'lenient') return policy;
  if (policy !== 'body') return 'strict';
  // Methods that change what is there get no request with blanks in its body.
  return STRICT_METHODS.has(typeof method === 'string' ? method.toUpperCase() : '') ? 'strict' : 'lenient';
}
