import { checkDocument } from './check/check-document.ts';
import { reportBadKeys } from './check/check-keys.ts';
import { reportInexactNumbers } from './check/check-numbers.ts';
import type { Ghost } from './check/check-stage-mentions.ts';
import { reportSyntaxErrors } from './check/check-syntax.ts';
import { createReporter, type Reporter } from './check/reporter.ts';
import type { ComponentCatalog } from './component.ts';
import type { Diagnostic, Range } from './diagnostic.ts';
import { type DocumentReading, readDocument } from './dialects/read-document.ts';
import type { Pipeline } from './pipeline.ts';
import { findTooDeep, MAX_DEFINITION_BYTES, MAX_JSON_DEPTH, utf8Length } from './text/json-limits.ts';
import { createLineIndex, type LineIndex } from './text/line-index.ts';
import { parseJsonText } from './text/parse-json-text.ts';
import { findNode, type SourceNode } from './text/source-node.ts';

/** A stage that a document names and does not define, with every place that names it. */
export interface GhostStage {
  readonly id: string;
  readonly referencedBy: readonly {
    /** The stage in which the reference stands; empty outside all stages. */
    readonly stageId: string;
    readonly pointer: string;
    readonly as: 'depends_on' | 'arm' | 'template' | 'output';
  }[];
}

/** A document as it was read and checked. */
export interface PipelineReading {
  readonly text: string;
  /**
   * The canonical pipeline, as far as it could be read: there whenever the text has a list of stages, also with errors
   * (stages without a usable id are left out), so that a canvas can draw it. Only run it when `isRunnable`.
   */
  readonly pipeline: Pipeline | undefined;
  /** Everything that was found, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** No diagnostic is an error. */
  readonly isRunnable: boolean;
  /** Undefined stages, each once, in the order in which the text first names them. */
  readonly ghosts: readonly GhostStage[];
  /** The range of a value by its JSON pointer in the document as it is written. */
  locate(pointer: string): Range | undefined;
  /** The JSON pointer of a stage's object in the document as it is written. */
  pointerOfStage(stageId: string): string | undefined;
}

/**
 * Reads a pipeline document of any dialect and checks it. Total: whatever `text` is, all findings come back at once and
 * nothing is thrown. Nothing in the document is run or fetched.
 */
export function readPipeline(text: string, options: { components: ComponentCatalog }): PipelineReading {
  const lines = createLineIndex(text);
  const reporter = createReporter(lines);
  const read = readText(text, { reporter, lines, components: options.components });
  const diagnostics = reporter.diagnostics();
  const { root, document, ghosts } = read;
  // Of several stages with one id the first counts, as everywhere.
  const nodes = new Map((document?.stages ?? []).map(({ stage, node }) => [stage.id, node] as const).reverse());
  return {
    text,
    pipeline: document?.pipeline,
    diagnostics,
    isRunnable: document !== undefined && diagnostics.every(({ severity }) => severity !== 'error'),
    ghosts: ghosts.map(toGhostStage),
    locate: (pointer) => {
      const node = root && findNode(root, pointer);
      return node && lines.rangeOf(node.start, node.end);
    },
    pointerOfStage: (stageId) => nodes.get(stageId)?.pointer,
  };
}

interface ReadText {
  readonly root: SourceNode | undefined;
  readonly document: DocumentReading | undefined;
  readonly ghosts: readonly Ghost[];
}

function readText(
  text: string,
  { reporter, lines, components }: { reporter: Reporter; lines: LineIndex; components: ComponentCatalog },
): ReadText {
  const nothing = { root: undefined, document: undefined, ghosts: [] };
  const bytes = utf8Length(text);
  if (bytes > MAX_DEFINITION_BYTES) {
    const message = `LIMIT: the document has ${bytes} bytes; a definition has at most ${MAX_DEFINITION_BYTES} (1 MB). Split it into subpipelines.`;
    reporter.report('limit-size', { start: 0, end: 0, pointer: '' }, message);
    return nothing;
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    const message = `LIMIT: the document nests deeper than ${MAX_JSON_DEPTH} levels here. Flatten it.`;
    reporter.report('limit-depth', { start: tooDeep, end: tooDeep + 1, pointer: '' }, message);
    return nothing;
  }
  const { root, errors } = parseJsonText(text);
  reportSyntaxErrors(text, errors, reporter);
  if (root === undefined) return nothing;
  // In a text that is not JSON nobody knows what belongs where: what was understood is drawn, but not judged.
  const judge = errors.length === 0 ? reporter : createReporter(lines);
  reportBadKeys(root, text, judge);
  reportInexactNumbers(root, text, judge);
  const source = { text, reporter: judge, components };
  const document = readDocument(root, source);
  return { root, document, ghosts: document === undefined ? [] : checkDocument(document, source) };
}

function toGhostStage({ id, mentions }: Ghost): GhostStage {
  return { id, referencedBy: mentions.map(({ stageId, as, place }) => ({ stageId, pointer: place.pointer, as })) };
}
