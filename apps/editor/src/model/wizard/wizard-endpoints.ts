import {
  isJsonObject,
  type Json,
  parseTemplate,
  referencesOf,
  type Stage,
  type TextEdit,
} from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';

/** An address that stands in the document as it is: scheme, host and port. */
export interface LiteralHost {
  /** `https://api.example.com`. */
  readonly origin: string;
  /** The stages whose config has it, in file order. */
  readonly stageIds: readonly string[];
  /** Nobody has written it yet: what a created stage begins with. */
  readonly isPlaceholder: boolean;
}

/** An address that is only known when a run has its input, or that a secret holds. */
export interface TemplatedHost {
  /** As it is written: `https://staging.{{input.domain}}`. */
  readonly written: string;
  /** The fields of the input that it reads, each as a path: `input.domain`. */
  readonly inputs: readonly string[];
  /** The secrets that it reads, by name. */
  readonly secrets: readonly string[];
  readonly stageIds: readonly string[];
}

/** A secret by its name; nobody here knows its value. */
export interface UsedSecret {
  readonly name: string;
  readonly uses: readonly { readonly stageId: string; readonly field: string }[];
}

/** A language model that stages ask. */
export interface UsedModel {
  readonly name: string;
  readonly stageIds: readonly string[];
}

/** Everything outside of itself that a pipeline needs to run. */
export interface Endpoints {
  readonly hosts: readonly LiteralHost[];
  readonly templatedHosts: readonly TemplatedHost[];
  readonly secrets: readonly UsedSecret[];
  readonly models: readonly UsedModel[];
}

/** Finds what the stages of the document need from outside; each thing once, in the order in which they name it. */
export function findEndpoints({ reading }: PipelineDocument): Endpoints {
  const hosts = new Map<string, Set<string>>();
  const templated = new Map<string, { inputs: Set<string>; stageIds: Set<string> }>();
  const secrets = new Map<string, { stageId: string; field: string }[]>();
  const models = new Map<string, Set<string>>();
  for (const stage of reading.pipeline?.stages ?? []) {
    for (const { field, text } of textsOf(stage)) {
      for (const origin of originsIn(text)) addTo(hosts, origin, stage.id);
      const base = field === 'url' ? templatedBaseOf(text) : undefined;
      if (base !== undefined) {
        const known = templated.get(base) ?? { inputs: new Set(), stageIds: new Set() };
        templated.set(base, known);
        known.stageIds.add(stage.id);
        for (const input of readsOf(base, 'input')) known.inputs.add(`input.${input}`);
      }
      for (const name of readsOf(text, 'secrets')) {
        const uses = secrets.get(name) ?? [];
        secrets.set(name, uses);
        if (!uses.some((use) => use.stageId === stage.id && use.field === field))
          uses.push({ stageId: stage.id, field });
      }
    }
    const { model } = stage.config;
    if (typeof model === 'string') addTo(models, model, stage.id);
  }
  return {
    hosts: [...hosts].map(([origin, ids]) => ({ origin, stageIds: [...ids], isPlaceholder: isPlaceholder(origin) })),
    templatedHosts: [...templated].map(([written, { inputs, stageIds }]) => ({
      written,
      inputs: [...inputs],
      secrets: readsOf(written, 'secrets'),
      stageIds: [...stageIds],
    })),
    secrets: [...secrets].map(([name, uses]) => ({ name, uses })),
    models: [...models].map(([name, ids]) => ({ name, stageIds: [...ids] })),
  };
}

/**
 * Edits that put `next` wherever a stage of the document has `origin`, in addresses and in links inside of texts. Nothing
 * for a `next` that is no http or https address of a host: see `originProblem`.
 */
export function replaceOriginEdits(
  { reading }: PipelineDocument,
  { origin, next }: { readonly origin: string; readonly next: string },
): readonly TextEdit[] {
  if (originProblem(next) !== undefined || next === origin) return [];
  const pattern = new RegExp(`${escapeForRegExp(origin)}${HOST_END}`, 'g');
  return (reading.pipeline?.stages ?? []).flatMap(({ id }) => {
    const range = reading.locate(reading.pointerOfStage(id) ?? '/-');
    if (!range) return [];
    const start = range.start.offset;
    const text = reading.text.slice(start, range.end.offset);
    return [...text.matchAll(pattern)].map((match) => ({
      start: start + match.index,
      end: start + match.index + origin.length,
      text: next,
    }));
  });
}

/** What is wrong with an address as a person writes it, and what it should be; undefined when nothing is. */
export function originProblem(origin: string): string | undefined {
  if (ORIGIN.test(origin)) return undefined;
  if (!/^https?:\/\//.test(origin)) return 'Begin with https:// or http://.';
  if (/^https?:\/\/[^/]+\//.test(origin)) return 'Scheme, host and port only; the path stays with each stage.';
  return 'This is no host: letters, digits, dots and hyphens, and a port behind a colon if there is one.';
}

/** Behind a host that is written out: neither does it go on, with letters or a template, nor has it a port. */
const HOST_END = '(?![.-]*[A-Za-z0-9{]|:[A-Za-z0-9{])';
const LITERAL_ORIGIN = new RegExp(`https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?${HOST_END}`, 'g');

const ORIGIN = /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

function isPlaceholder(origin: string): boolean {
  return origin.endsWith('.invalid');
}

/** Literal origins in a text, without the full stop of a sentence; one whose host goes on with a template is none. */
function originsIn(text: string): readonly string[] {
  const found = text.matchAll(LITERAL_ORIGIN);
  return [...new Set([...found].map(([origin]) => origin))];
}

/** The part of a URL up to the path, when a template stands in it. */
function templatedBaseOf(url: string): string | undefined {
  const base = /^(?:https?:\/\/)?(?:[^/{]|\{\{.*?\}\})*/.exec(url)?.[0] ?? '';
  return base.includes('{{') ? base : undefined;
}

/** The names that a text reads directly below a root: `domain` of `{{input.domain}}`. */
function readsOf(text: string, root: string): readonly string[] {
  if (!text.includes(root)) return [];
  const template = tryParse(text);
  const names = template
    ? referencesOf(template).flatMap(({ root: own, path }) => (own === root ? [path[0]] : []))
    : [];
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

function tryParse(text: string) {
  try {
    return parseTemplate(text);
  } catch {
    return undefined; // the reader reports the fault, at its place
  }
}

/** Every text of a stage that may be a template, with the field at the top that it belongs to. */
function textsOf({ config, retry }: Stage): readonly { readonly field: string; readonly text: string }[] {
  const texts: { field: string; text: string }[] = [];
  const collect = (field: string, value: Json): void => {
    if (typeof value === 'string') texts.push({ field, text: value });
    else if (Array.isArray(value)) for (const item of value) collect(field, item);
    else if (isJsonObject(value)) for (const item of Object.values(value)) collect(field, item);
  };
  for (const [field, value] of Object.entries(config)) collect(field, value);
  if (retry?.condition !== undefined) collect('retry.condition', retry.condition);
  return texts;
}

function addTo(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key) ?? new Set();
  map.set(key, ids.add(id));
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
