import type { FieldRule } from '../component.ts';
import type { TextEdit } from '../diagnostic.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { type ReferenceNames, respellStageReferences, writtenOffset } from '../dialects/stage-references.ts';
import type { Template } from '../expression/ast.ts';
import { ExprError, type Span } from '../expression/expr-error.ts';
import { LruCache } from '../expression/lru-cache.ts';
import { parseTemplate } from '../expression/parse-template.ts';
import type { SourceNode, SourceScalar } from '../text/source-node.ts';
import { stringOffsets } from '../text/string-offsets.ts';
import { CONCURRENCY_KEY, OUTPUT_MAPPING, RETRY_CONDITION, STRICT } from './field-rules.ts';
import type { Place } from './reporter.ts';
import { type TemplateRead, templateReads } from './template-reads.ts';

/** One text of a document that is a template, with all that its checks need. */
export interface TemplateSite {
  /** The stage that it belongs to; undefined outside stages. */
  readonly owner: StageReading | undefined;
  readonly kind: 'config' | 'retry' | 'output' | 'settings';
  /** Canonical path below the config, or below `retry`, `output_mapping` or `settings`. */
  readonly path: readonly string[];
  readonly rule: FieldRule;
  readonly node: SourceScalar;
  /** As the file has it, JSON escapes resolved. */
  readonly written: string;
  /** With stage references in canonical spelling; all spans below are offsets in it. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
  readonly template: Template | undefined;
  readonly error: ExprError | undefined;
  readonly reads: readonly TemplateRead[];
}

/**
 * Every text of the document that is a template, in the order of the canonical document. Of those only the ones that
 * `isWanted`, for callers who look for something that is rarely there.
 */
export function templateSites(
  document: DocumentReading,
  isWanted?: (written: string) => boolean,
): readonly TemplateSite[] {
  const { stages, context } = document;
  const inStages = stages.flatMap((owner) => stageSites(owner, context.names, isWanted));
  return [...inStages, ...outputSites(document, isWanted)];
}

/** The templates of one stage. */
export function stageSites(
  owner: StageReading,
  names: ReferenceNames,
  isWanted?: (written: string) => boolean,
): readonly TemplateSite[] {
  const { sites, add } = collectSites(names, isWanted);
  for (const [key, { value }] of owner.config) {
    const rule = owner.component?.fields[key] ?? STRICT;
    const isTemplate = rule.policy !== 'raw' || rule.roots !== undefined;
    if (isTemplate) add(value, { owner, kind: 'config', path: [key], rule });
  }
  const condition = owner.retry.get('condition')?.value;
  add(condition, { owner, kind: 'retry', path: ['condition'], rule: RETRY_CONDITION });
  return sites;
}

/** The templates outside all stages. */
export function outputSites(
  { fields, context }: DocumentReading,
  isWanted?: (written: string) => boolean,
): readonly TemplateSite[] {
  const { sites, add } = collectSites(context.names, isWanted);
  const key = childOf(childOf(fields.get('settings')?.value, 'concurrency'), 'key');
  add(key, { owner: undefined, kind: 'settings', path: ['concurrency', 'key'], rule: CONCURRENCY_KEY });
  const mapping = fields.get('output_mapping')?.value;
  add(mapping, { owner: undefined, kind: 'output', path: [], rule: OUTPUT_MAPPING });
  return sites;
}

function childOf(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'object' ? node.byKey.get(key)?.value : undefined;
}

function collectSites(names: ReferenceNames, isWanted: (written: string) => boolean = () => true) {
  const sites: TemplateSite[] = [];
  const add = (node: SourceNode | undefined, site: Pick<TemplateSite, 'owner' | 'kind' | 'path' | 'rule'>): void => {
    if (node === undefined) return;
    if (node.kind === 'list') {
      node.items.forEach((item, index) => {
        add(item, { ...site, path: [...site.path, String(index)] });
      });
    } else if (node.kind === 'object') {
      for (const { key, value } of node.byKey.values()) add(value, { ...site, path: [...site.path, key] });
    } else if (typeof node.value === 'string' && (node.value.includes('{{') || node.value.includes('{%'))) {
      if (!isWanted(node.value)) return;
      sites.push({ ...site, node, written: node.value, ...parse(node.value) });
    }
  };
  const parse = (written: string) => {
    const { text, edits } = respellStageReferences(written, names);
    return { text, edits, ...parseOnce(text) };
  };
  return { sites, add };
}

/** The place in the document of a span of a site's canonical text; it moves along with the site's node. */
export function placeIn(text: string, site: TemplateSite, span: Span): Place {
  const at = placesIn(text, site);
  const start = writtenOffset(site.edits, span.start);
  const end = Math.max(start, writtenOffset(site.edits, span.end));
  return new PlaceInNode(site.node, at(start), at(end));
}

class PlaceInNode implements Place {
  readonly #node: SourceScalar;
  readonly #from: number;
  readonly #to: number;

  constructor(node: SourceScalar, from: number, to: number) {
    this.#node = node;
    this.#from = from;
    this.#to = to;
  }

  get start(): number {
    return this.#node.start + this.#from;
  }

  get end(): number {
    return this.#node.start + this.#to;
  }

  get pointer(): string {
    return this.#node.pointer;
  }
}

type ParsedText = Pick<TemplateSite, 'template' | 'error' | 'reads'>;

/** Templates are read again at every key stroke in their document, and nearly all of them stay as they are. */
const parsed = new LruCache<ParsedText>(5_000);
/** Longer ones are parsed each time, so that the cache stays small in memory. */
const MAX_CACHED_LENGTH = 16_384;

function parseOnce(text: string): ParsedText {
  return text.length > MAX_CACHED_LENGTH ? tryParse(text) : parsed.get(text, () => tryParse(text));
}

function tryParse(text: string): ParsedText {
  try {
    const template = parseTemplate(text);
    return { template, error: undefined, reads: templateReads(template) };
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { template: undefined, error, reads: [] };
  }
}

/** Where an offset of the written text stands behind the start of its node. */
function placesIn(text: string, { node, written }: TemplateSite): (offset: number) => number {
  const isPlain = node.end - node.start === written.length + 2; // no escapes: every unit is written as itself
  if (isPlain) return (offset) => 1 + Math.min(offset, written.length);
  const offsets = offsetsOf(text, node);
  return (offset) => offsets[Math.min(offset, offsets.length - 1)] ?? node.end - node.start;
}

const known = new WeakMap<SourceScalar, readonly number[]>();

/** A text with many findings is walked through once. */
function offsetsOf(text: string, node: SourceScalar): readonly number[] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const offsets = stringOffsets(text.slice(node.start, node.end), 0, node.end - node.start);
  known.set(node, offsets);
  return offsets;
}
