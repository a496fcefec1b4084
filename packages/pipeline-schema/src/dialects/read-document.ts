import { createExpect } from '../check/expect.ts';
import { placeOfValue, type Reporter } from '../check/reporter.ts';
import type { ComponentCatalog } from '../component.ts';
import { isStageId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Pipeline } from '../pipeline.ts';
import { insertMember, replaceNode } from '../text/source-edits.ts';
import { type SourceList, type SourceMember, type SourceNode, type SourceObject, toJson } from '../text/source-node.ts';
import { componentNames } from './component-name.ts';
import { documentNames } from './document-names.ts';
import type { StageMemory } from './known-stage.ts';
import { readNotes } from './read-notes.ts';
import { extraOf } from './read-retry.ts';
import { readLayout, readSettings } from './read-settings.ts';
import { readStage, type StageReading } from './read-stage.ts';
import type { ReadingContext } from './reading-context.ts';
import { RecordedNames } from './recorded-names.ts';
import { respellStageReferences } from './stage-references.ts';
import { reportUnknownKey, takeMembers } from './take-members.ts';

/** Stages that a document may have (`spec.md` §10). */
export const MAX_STAGES = 10_000;

/** A document read into canonical form, with the places that it was read from. */
export interface DocumentReading {
  readonly pipeline: Pipeline;
  /** Every stage that could be read, in file order; also those with an illegal or repeated id, which `pipeline` leaves out. */
  readonly stages: readonly StageReading[];
  /** The list of stages in the text. */
  readonly list: SourceList;
  /** Canonical top-level key → member. */
  readonly fields: ReadonlyMap<string, SourceMember>;
  readonly context: ReadingContext;
}

const DOCUMENT_KEYS: ReadonlySet<string> = new Set([
  ...['$schema', 'name', 'version', 'description', 'category', 'tags', 'difficulty', 'input_schema', 'output_schema'],
  ...['sample_input', 'settings', 'stages', 'output_mapping', 'output_stage_id', 'layout', 'notes'],
]);

/**
 * Reads a document of any dialect. Undefined when there is no list of stages to be found; what is wrong is reported.
 * A list of stages without a document around it is read as that document's `stages`.
 */
export function readDocument(
  root: SourceNode,
  source: { text: string; reporter: Reporter; components: ComponentCatalog; memory?: StageMemory },
): DocumentReading | undefined {
  const { text, reporter } = source;
  const expect = createExpect(text, reporter);
  const { document, list } = findStages(root, text, reporter);
  if (list === undefined) return undefined;

  const nameComponent = componentNames(source.components);
  const names = documentNames(list);
  const context: ReadingContext = { text, reporter, expect, nameComponent, names };
  const stages = readStages(list, context, source.memory);
  const { known, unknown } = takeMembers(document ?? NO_DOCUMENT, canonicalKeyIn(document), {
    text,
    reporter,
    what: 'The document',
  });
  for (const member of unknown) {
    if (document === undefined) continue;
    const about = { text, reporter, what: 'The document', candidates: DOCUMENT_KEYS, severity: 'warning' } as const;
    reportUnknownKey(member, document, about);
  }
  if (document !== undefined) reportMissingName(document, context);
  const fields = readFields(known, context);
  const included = uniqueStages(stages, context);
  const pipeline = { ...fields, stages: included.map(({ stage }) => stage), ...extraOf(unknown) };
  return { pipeline, stages, list, fields: known, context };
}

const NO_DOCUMENT: SourceObject = { kind: 'object', start: 0, end: 0, pointer: '', members: [], byKey: new Map() };

function findStages(
  root: SourceNode,
  text: string,
  { report }: Reporter,
): { document: SourceObject | undefined; list: SourceList | undefined } {
  if (root.kind === 'list' && root.items.some((item) => item.kind === 'object' && item.byKey.has('id'))) {
    report('bare-stage-list', { ...root, end: root.start + 1 }, 'This list is read as the "stages" of a pipeline.', {
      fixes: [
        {
          title: 'Wrap it in a document',
          edits: [
            { start: root.start, end: root.start, text: '{"name": "untitled", "version": "1.0.0", "stages": ' },
            { start: root.end, end: root.end, text: '}' },
          ],
        },
      ],
    });
    return { document: undefined, list: root };
  }
  if (root.kind !== 'object') {
    report('wrong-shape', root, 'A pipeline is an object with "name", "version" and "stages".');
    return { document: undefined, list: undefined };
  }
  const stages = root.byKey.get('stages');
  if (stages === undefined) {
    report('missing-key', { ...root, end: root.start + 1 }, 'The document has no "stages", the list of its stages.', {
      fixes: [{ title: 'Add "stages"', edits: insertMember(text, root, 'stages', []) }],
    });
  } else if (stages.value?.kind === 'list') return { document: root, list: stages.value };
  else if (stages.value !== undefined) {
    report('wrong-shape', stages.value, '"stages" must be a list of stages.');
  }
  return { document: root, list: undefined };
}

/** `input` and `output` are the schemas of old, but only when they look like one. */
function canonicalKeyIn(document: SourceObject | undefined): (written: string) => string | undefined {
  return (written) => {
    if (DOCUMENT_KEYS.has(written)) return written;
    if (written !== 'input' && written !== 'output') return undefined;
    return looksLikeSchema(document?.byKey.get(written)?.value) ? `${written}_schema` : undefined;
  };
}

function looksLikeSchema(node: SourceNode | undefined): boolean {
  if (node?.kind !== 'object') return false;
  const type = node.byKey.get('type')?.value;
  const hasType = type?.kind === 'scalar' && typeof type.value === 'string' && JSON_TYPES.has(type.value);
  return hasType || ['properties', '$schema', '$ref', 'anyOf', 'oneOf', 'allOf'].some((key) => node.byKey.has(key));
}

const JSON_TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

function reportMissingName(document: SourceObject, { text, reporter }: ReadingContext): void {
  for (const [key, value] of [
    ['name', 'untitled'],
    ['version', '1.0.0'],
  ] as const) {
    if (document.byKey.has(key)) continue;
    const place = { start: document.start, end: document.start + 1, pointer: document.pointer };
    reporter.report('missing-name', place, `The document has no "${key}"; it is read as "${value}".`, {
      fixes: [{ title: `Add "${key}"`, edits: insertMember(text, document, key, value) }],
    });
  }
}

function readStages(list: SourceList, context: ReadingContext, memory: StageMemory | undefined): StageReading[] {
  const { reporter } = context;
  if (list.items.length > MAX_STAGES) {
    const counted = `${list.items.length} stages; a pipeline has at most ${MAX_STAGES}`;
    reporter.report('limit-stages', { ...list, end: list.start + 1 }, `This document has ${counted}. Split it.`);
  }
  return list.items.slice(0, MAX_STAGES).flatMap((item) => {
    if (item.kind === 'object') return (memory ? recallStage(item, context, memory) : readStage(item, context)) ?? [];
    reporter.report('wrong-shape', item, 'A stage is an object with "id", "component" and "config".');
    return [];
  });
}

/** A stage that was read before, if its reading would be the same again. */
function recallStage(item: SourceObject, context: ReadingContext, memory: StageMemory): StageReading | undefined {
  const known = memory.stages.get(item);
  if (known?.names.moveTo(context.names)) return known.reading;
  const names = new RecordedNames(context.names);
  const before = context.reporter.count();
  const reading = readStage(item, { ...context, names });
  if (reading !== undefined && context.reporter.count() === before) memory.stages.set(item, { reading, names });
  else memory.stages.delete(item);
  return reading;
}

/** The stages that may take part: legal ids, of equal ones (ignoring case) the first. */
function uniqueStages(stages: readonly StageReading[], { text, reporter }: ReadingContext): readonly StageReading[] {
  const first = new Map<string, StageReading>();
  const taken = new Set(stages.map(({ stage }) => stage.id.toLowerCase()));
  const numbers = new Map<string, number>();
  return stages.filter((reading) => {
    const { id } = reading.stage;
    const before = first.get(id.toLowerCase());
    if (before === undefined) {
      first.set(id.toLowerCase(), reading);
      return isStageId(id);
    }
    const member = reading.node.byKey.get('id');
    const beforeMember = before.node.byKey.get('id');
    if (member?.value === undefined || beforeMember === undefined) return false;
    let number = numbers.get(id.toLowerCase()) ?? 2;
    while (taken.has(`${id.slice(0, 58).toLowerCase()}-${number}`)) number += 1;
    numbers.set(id.toLowerCase(), number);
    const free = `${id.slice(0, 58)}-${number}`;
    taken.add(free.toLowerCase());
    const differs = before.stage.id === id ? '' : `, which differs only in case from "${before.stage.id}"`;
    reporter.report('duplicate-id', member.value, `There is another stage with the id "${id}"${differs}.`, {
      related: [{ message: 'the other stage', at: placeOfValue(beforeMember) }],
      fixes: isStageId(free)
        ? [{ title: `Rename this one to "${free}"`, edits: replaceNode(text, member.value, free) }]
        : [],
    });
    return false;
  });
}

function readFields(known: ReadonlyMap<string, SourceMember>, context: ReadingContext): Omit<Pipeline, 'stages'> {
  const { expect } = context;
  const valueAt = (key: string) => known.get(key)?.value;
  const label = (key: string) => `"${known.get(key)?.key ?? key}"`;
  const textAt = (key: string) => expect.text(valueAt(key), label(key));
  const objectAt = (key: string) => expect.object(valueAt(key), label(key));
  const description = textAt('description');
  const category = textAt('category');
  const difficulty = textAt('difficulty');
  const inputSchema = objectAt('input_schema');
  const outputSchema = objectAt('output_schema');
  const sample = valueAt('sample_input');
  const outputMapping = objectAt('output_mapping');
  const outputStageId = textAt('output_stage_id');
  const notes = readNotes(known.get('notes'), context);
  return {
    name: textAt('name') || 'untitled',
    version: textAt('version') || '1.0.0',
    ...(description !== undefined && { description }),
    ...(category !== undefined && { category }),
    tags: expect.texts(valueAt('tags'), label('tags')) ?? [],
    ...(difficulty !== undefined && { difficulty }),
    ...(inputSchema !== undefined && { input_schema: inputSchema }),
    ...(outputSchema !== undefined && { output_schema: outputSchema }),
    ...(sample !== undefined && { sample_input: toJson(sample) }),
    settings: readSettings(known.get('settings'), context),
    ...(outputMapping !== undefined && { output_mapping: respelled(outputMapping, context) }),
    ...(outputStageId !== undefined && { output_stage_id: outputStageId }),
    layout: readLayout(known.get('layout'), context),
    ...(notes !== undefined && { notes }),
  };
}

function respelled(value: JsonObject, context: ReadingContext): JsonObject {
  const visit = (json: Json): Json => {
    if (typeof json === 'string') return respellStageReferences(json, context.names).text;
    if (Array.isArray(json)) return json.map(visit);
    if (json === null || typeof json !== 'object') return json;
    return Object.fromEntries(Object.entries(json).map(([key, each]) => [key, visit(each)]));
  };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each)]));
}
