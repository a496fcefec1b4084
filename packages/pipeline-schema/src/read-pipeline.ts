import { checkDocument } from './check/check-document.ts';
import { reportBadKeys } from './check/check-keys.ts';
import { reportInexactNumbers } from './check/check-numbers.ts';
import { findGhosts, type Ghost } from './check/check-stage-mentions.ts';
import { reportSyntaxErrors } from './check/check-syntax.ts';
import { createReporter, type Reporter } from './check/reporter.ts';
import { type StageMention, stageMentions } from './check/stage-mentions.ts';
import { templateSites } from './check/template-sites.ts';
import type { ComponentCatalog } from './component.ts';
import type { Diagnostic, Range } from './diagnostic.ts';
import { type DocumentReading, readDocument } from './dialects/read-document.ts';
import type { Pipeline } from './pipeline.ts';
import { createReadingMemory, type ReadingMemory } from './reading-memory.ts';
import { followText, type ParsedText } from './text/follow-text.ts';
import { findTooDeep, MAX_DEFINITION_BYTES, MAX_JSON_DEPTH, utf8Length } from './text/json-limits.ts';
import { createLineIndex, type LineIndex } from './text/line-index.ts';
import { type ParsedJsonText, parseFaultyText } from './text/parse-json-text.ts';
import { parseStrictJson } from './text/parse-strict-json.ts';
import type { SourceList, SourceNode } from './text/source-node.ts';
import { createTextLocator } from './text/text-locator.ts';

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

/** Reads one document again and again while it is edited. */
export interface PipelineReader {
  /** Exactly what `readPipeline` gives for `text`, in less time where little has changed since the last one. */
  read(text: string): PipelineReading;
}

/**
 * Reads a pipeline document of any dialect and checks it. Total: whatever `text` is, all findings come back at once and
 * nothing is thrown. Nothing in the document is run or fetched.
 */
export function readPipeline(text: string, options: { components: ComponentCatalog }): PipelineReading {
  return createReader({ ...options, isForOne: true }).read(text);
}

/** A reader that remembers of the text that it read last, as far as that was JSON, what an edit leaves as it is. */
export function createPipelineReader(options: { components: ComponentCatalog }): PipelineReader {
  return createReader({ ...options, isForOne: false });
}

function createReader({ components, isForOne }: { components: ComponentCatalog; isForOne: boolean }): PipelineReader {
  const memory = createReadingMemory({ isForOne });
  let last: ParsedText | undefined;

  const parse = (text: string): ParsedJsonText => {
    const root = (last && followText(last, text, stageListIn)) ?? parseStrictJson(text);
    if (root === undefined) return parseFaultyText(text);
    last = { text, root };
    return { root, errors: [] };
  };

  return {
    read: (text) => {
      const lines = createLineIndex(text);
      const reporter = createReporter(lines);
      const { hasTree, document, ghosts } = readText(text, { reporter, lines, components, parse, memory });
      const diagnostics = reporter.diagnostics();
      // Of several stages with one id the first counts, as everywhere. The nodes move on with the next text.
      const pointers = new Map(
        (document?.stages ?? []).map(({ stage, node }) => [stage.id, node.pointer] as const).reverse(),
      );
      return {
        text,
        pipeline: document?.pipeline,
        diagnostics,
        isRunnable: document !== undefined && diagnostics.every(({ severity }) => severity !== 'error'),
        ghosts: ghosts.map(toGhostStage),
        locate: hasTree ? createTextLocator(text) : () => undefined,
        pointerOfStage: (stageId) => pointers.get(stageId),
      };
    },
  };
}

interface ReadText {
  readonly hasTree: boolean;
  readonly document: DocumentReading | undefined;
  readonly ghosts: readonly Ghost[];
}

interface ReadingTools {
  readonly reporter: Reporter;
  readonly lines: LineIndex;
  readonly components: ComponentCatalog;
  readonly parse: (text: string) => ParsedJsonText;
  readonly memory: ReadingMemory;
}

function readText(text: string, { reporter, lines, components, parse, memory }: ReadingTools): ReadText {
  const nothing = { hasTree: false, document: undefined, ghosts: [] };
  const bytes = MAX_DEFINITION_BYTES < text.length * MOST_BYTES_OF_UNIT ? utf8Length(text) : 0;
  if (bytes > MAX_DEFINITION_BYTES) {
    const message = `LIMIT: the document has ${bytes} bytes; a definition has at most ${MAX_DEFINITION_BYTES} (1 MB). Split it into subpipelines.`;
    reporter.report('limit-size', { start: 0, end: 0, pointer: '' }, message);
    return nothing;
  }
  const { root, errors } = parse(text);
  const tooDeep = errors.length === 0 ? undefined : findTooDeep(text);
  if (tooDeep !== undefined) {
    const message = `LIMIT: the document nests deeper than ${MAX_JSON_DEPTH} levels here. Flatten it.`;
    reporter.report('limit-depth', { start: tooDeep, end: tooDeep + 1, pointer: '' }, message);
    return nothing;
  }
  if (root === undefined || errors.length > 0) reportSyntaxErrors(text, errors, reporter);
  if (root === undefined) return nothing;
  if (errors.length > 0) {
    // In a text that is not JSON nobody knows what belongs where: what was understood is drawn, but not judged.
    const document = readDocument(root, { text, reporter: createReporter(lines), components });
    return {
      hasTree: true,
      document,
      ghosts: document === undefined ? [] : findGhosts(document, mentionsIn(document, text)),
    };
  }
  checkValues(root, { text, reporter, memory });
  const source = { text, reporter, components, memory };
  const document = readDocument(root, source);
  return { hasTree: true, document, ghosts: document === undefined ? [] : checkDocument(document, source) };
}

/** A UTF-16 unit never has more than this in UTF-8. */
const MOST_BYTES_OF_UNIT = 3;

function mentionsIn(document: DocumentReading, text: string): readonly StageMention[] {
  return stageMentions({ document, text, sites: templateSites(document) });
}

/** Keys and numbers, part by part: the stages each, and all that stands around them. */
function checkValues(
  root: SourceNode,
  { text, reporter, memory }: { text: string; reporter: Reporter; memory: ReadingMemory },
): void {
  const list = stageListIn(root);
  const parts = list === undefined ? [] : list.items;
  const around = new Set<SourceNode>(parts);
  reportBadKeys(root, text, reporter, around);
  reportInexactNumbers(root, text, reporter, around);
  for (const part of parts) {
    if (memory.cleanNodes.has(part)) continue;
    const before = reporter.count();
    reportBadKeys(part, text, reporter);
    reportInexactNumbers(part, text, reporter);
    if (reporter.count() === before) memory.cleanNodes.add(part);
  }
}

/** The list whose items are the stages, in a document of usual shape. */
function stageListIn(root: SourceNode): SourceList | undefined {
  const list = root.kind === 'object' ? root.byKey.get('stages')?.value : root;
  return list?.kind === 'list' ? list : undefined;
}

function toGhostStage({ id, mentions }: Ghost): GhostStage {
  return { id, referencedBy: mentions.map(({ stageId, as, place }) => ({ stageId, pointer: place.pointer, as })) };
}
