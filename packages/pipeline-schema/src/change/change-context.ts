import { createReporter } from '../check/reporter.ts';
import type { ComponentCatalog } from '../component.ts';
import { readDocument } from '../dialects/read-document.ts';
import { buildGraph, type PipelineGraph } from '../graph.ts';
import { findTooDeep, MAX_DEFINITION_BYTES, MAX_JSON_DEPTH, utf8Length } from '../text/json-limits.ts';
import { createLineIndex } from '../text/line-index.ts';
import { parseJsonText } from '../text/parse-json-text.ts';
import type { SourceNode } from '../text/source-node.ts';
import { createTreeEdits } from '../text/tree-edits.ts';
import type { ChangeSource } from './change-source.ts';
import { createStageLists, type StageLists } from './stage-lists.ts';

/** What a change is planned on, together with the lists of the document and its graph. */
export interface ChangeContext extends ChangeSource {
  readonly lists: StageLists;
  /** The graph before the change. */
  readonly graph: PipelineGraph;
}

/** Why a change cannot be made, for a person. */
export interface Refusal {
  readonly refusal: string;
}

/** What a planned change does beside its edits; see `ChangePlan`. */
export interface Planned {
  readonly label: string;
  readonly select?: readonly string[];
  readonly refusal?: undefined;
}

/** A refusal with this reason. */
export function refuse(refusal: string): Refusal {
  return { refusal };
}

/** The refusal for an id that no stage has. */
export function noStage(id: string): Refusal {
  return refuse(`There is no stage "${id}".`);
}

/** The root of a text that is JSON within bounds, or why nothing can be changed in it. */
export function parseForChange(text: string): { readonly root: SourceNode } | Refusal {
  const parsed = parseBounded(text);
  return 'problem' in parsed ? refuse(`The document ${parsed.problem}. Repair the text first.`) : parsed;
}

/** The root of a text; else what is wrong with it, as the end of a sentence. */
export function parseBounded(text: string): { readonly root: SourceNode } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'is empty' };
  if (utf8Length(text) > MAX_DEFINITION_BYTES) return { problem: 'is larger than 1 MB' };
  if (findTooDeep(text) !== undefined) return { problem: `nests deeper than ${MAX_JSON_DEPTH} levels` };
  const { root, errors } = parseJsonText(text);
  const [error] = errors;
  if (root !== undefined && error === undefined) return { root };
  const { line } = createLineIndex(text).rangeOf(error?.start ?? 0, error?.end ?? 0).start;
  return { problem: `is not JSON in line ${line}: ${error?.message ?? 'there is no value'}` };
}

/** Opens a parsed text for one change. */
export function openChange(text: string, root: SourceNode, components: ComponentCatalog): ChangeContext | Refusal {
  const document = readDocument(root, { text, components, reporter: SILENT });
  if (document === undefined) return refuse('The document has no list of stages. Add "stages" first.');
  const byId = new Map(document.stages.map((reading) => [reading.stage.id, reading] as const).toReversed());
  const edits = createTreeEdits(text);
  let graph: PipelineGraph | undefined;
  const context = {
    text,
    components,
    document,
    object: root.kind === 'object' ? root : undefined,
    edits,
    stage: (id: string) => byId.get(id),
  };
  return {
    ...context,
    lists: createStageLists(context),
    get graph() {
      graph ??= buildGraph(document.pipeline, components);
      return graph;
    },
  };
}

/** What is wrong with the document is told elsewhere; a change only needs to know what belongs where. */
const SILENT = { ...createReporter(createLineIndex('')), report: () => undefined };
