import type { ComponentDescription } from '../component.ts';
import type { Json, JsonObject } from '../json.ts';
import type { SourceMember, SourceNode, SourceObject } from '../text/source-node.ts';
import { canonicalConfigKey, stageListKeys } from './config-aliases.ts';
import { configKeysOf } from './config-keys.ts';
import type { ReadingContext } from './reading-context.ts';
import { respellStageReferences } from './stage-references.ts';
import { reportConflict } from './take-members.ts';

/** A stage's config in canonical form, where each of its keys was read from, and what belongs to the stage itself. */
export interface ConfigReading {
  readonly config: JsonObject;
  readonly places: ReadonlyMap<string, SourceMember>;
  /** Members of `config` that mean a key of the stage: `retry` and `timeout_ms`, with the object they stand in. */
  readonly hoisted: ReadonlyMap<'retry' | 'timeout_ms', { member: SourceMember; owner: SourceObject }>;
}

/** Stage keys that are also read inside `config`, unless the component has a key of that name itself. */
const HOISTED: ReadonlyMap<string, 'retry' | 'timeout_ms'> = new Map([
  ['retry', 'retry'],
  ['retry_config', 'retry'],
  ['timeout', 'timeout_ms'],
  ['timeout_ms', 'timeout_ms'],
]);

/**
 * Reads the config of one stage from `config`, `input_mapping` and `llm_settings` together. Keys get their canonical
 * names, a single stage name becomes a list of one, templates their canonical stage references.
 */
export function readConfig(
  sources: readonly SourceMember[],
  component: { name: string; description: ComponentDescription | undefined },
  stage: string,
  context: ReadingContext,
): ConfigReading {
  const { text, reporter, expect } = context;
  const places = new Map<string, SourceMember>();
  const owners = new Map<string, SourceObject>();
  const hoisted = new Map<'retry' | 'timeout_ms', { member: SourceMember; owner: SourceObject }>();
  const ownKeys = component.description === undefined ? undefined : configKeysOf(component.description);

  const take = (member: SourceMember, owner: SourceObject): void => {
    const stageKey = ownKeys?.has(member.key) ? undefined : HOISTED.get(member.key);
    const what = `The config of ${stage}`;
    if (stageKey !== undefined) {
      const before = hoisted.get(stageKey);
      if (before !== undefined) reportConflict(before.member, member, owner, { text, reporter, what });
      else hoisted.set(stageKey, { member, owner });
      return;
    }
    const key = canonicalConfigKey(component.name, member.key) ?? member.key;
    const before = places.get(key);
    if (before === undefined || member.key === key) {
      places.set(key, member);
      owners.set(key, owner);
    }
    if (before === undefined) return;
    const [kept, dropped] = member.key === key ? [member, before] : [before, member];
    const droppedOwner = dropped === member ? owner : (owners.get(key) ?? owner);
    reportConflict(kept, dropped, droppedOwner, { text, reporter, what });
  };

  for (const source of sources) {
    if (source.value?.kind !== 'object') {
      expect.object(source.value, `"${source.key}" of ${stage}`);
      continue;
    }
    for (const member of source.value.byKey.values()) {
      const isNested = member.key === 'llm_settings' && !ownKeys?.has(member.key) && member.value?.kind === 'object';
      if (!isNested || member.value?.kind !== 'object') take(member, source.value);
      else for (const inner of member.value.byKey.values()) take(inner, member.value);
    }
  }
  return { config: toConfig(places, component, context), places, hoisted };
}

function toConfig(
  places: ReadonlyMap<string, SourceMember>,
  component: { name: string; description: ComponentDescription | undefined },
  context: ReadingContext,
): JsonObject {
  const config: Record<string, Json> = {};
  const lists = stageListKeys(component.name);
  for (const [key, { value }] of places) {
    if (value === undefined || key === '__proto__') continue;
    const rule = component.description?.fields[key];
    const isTemplate = rule?.policy !== 'raw' || rule.roots !== undefined;
    const read = isTemplate ? respelledJson(value, context) : plainJson(value);
    if (lists.includes(key)) config[key] = typeof read === 'string' ? [read] : read;
    else config[key] = component.name === 'router' && key === 'routes' ? toRoutes(read) : read;
  }
  return config;
}

/** Every route's stages as a list, in the list form as well as in the map form. */
function toRoutes(routes: Json): Json {
  const toList = (stages: Json): Json => (typeof stages === 'string' ? [stages] : stages);
  if (Array.isArray(routes)) {
    return routes.map((route: Json) =>
      isPlainObject(route) && route['stages'] !== undefined ? { ...route, stages: toList(route['stages']) } : route,
    );
  }
  if (!isPlainObject(routes)) return routes;
  return Object.fromEntries(Object.entries(routes).map(([value, stages]) => [value, toList(stages)]));
}

function isPlainObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function respelledJson(node: SourceNode, context: ReadingContext): Json {
  if (node.kind === 'list') return node.items.map((item) => respelledJson(item, context));
  if (node.kind === 'scalar') {
    return typeof node.value === 'string' ? respellStageReferences(node.value, context.names).text : node.value;
  }
  return objectOf(node, (value) => respelledJson(value, context));
}

function plainJson(node: SourceNode): Json {
  if (node.kind === 'list') return node.items.map(plainJson);
  return node.kind === 'scalar' ? node.value : objectOf(node, plainJson);
}

function objectOf(node: SourceObject, read: (value: SourceNode) => Json): JsonObject {
  const value: Record<string, Json> = {};
  for (const member of node.byKey.values()) {
    if (member.value !== undefined && member.key !== '__proto__') value[member.key] = read(member.value);
  }
  return value;
}
