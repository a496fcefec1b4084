import type { ComponentDescription } from '../component.ts';
import { configKeysOf, configSchemaOf } from '../dialects/config-keys.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { reportUnknownKey } from '../dialects/take-members.ts';
import { isJsonObject } from '../json.ts';
import { insertMember } from '../text/source-edits.ts';
import { deepestNodeAt, findNodeAt, type SourceNode, type SourceObject } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
import { type ConfigIssue, configIssues } from './config-issues.ts';
import { placeOfKey, placeOfValue } from './reporter.ts';
import { sampleFor, schemaAt } from './schema-sample.ts';

/** Holds every stage's config against its component's schema; templates count as values of any fitting type. */
export function checkConfigs(context: CheckContext): void {
  for (const reading of context.document.stages) {
    const { component } = reading;
    const written = configObject(reading);
    // A config of another shape has been reported as such; nothing more can be said of it.
    if (component === undefined || (written !== undefined && written.kind !== 'object')) continue;
    const checked = { ...context, reading, component };
    for (const issue of configIssues(component, reading.stage.config)) reportIssue(checked, issue);
  }
}

type CheckedConfig = CheckContext & { readonly reading: StageReading; readonly component: ComponentDescription };

function reportIssue(context: CheckedConfig, issue: ConfigIssue): void {
  const { reading, reporter } = context;
  if (issue.kind === 'unknown_key') reportUnknown(context, issue);
  else if (issue.kind === 'missing') reportMissing(context, issue);
  else {
    const message = `${subjectOf(reading, issue.path)} ${issue.message}.`;
    reporter.report('invalid-config', placeAt(reading, issue.path), message);
  }
}

function reportUnknown(context: CheckedConfig, { path, key }: ConfigIssue & { kind: 'unknown_key' }): void {
  const { text, reporter, reading, component } = context;
  const schema = schemaAt(configSchemaOf(component), path);
  const properties = isJsonObject(schema?.['properties']) ? Object.keys(schema['properties']) : [];
  const candidates = path.length === 0 ? [...configKeysOf(component), ...STAGE_CONFIG_KEYS] : properties;
  const what = path.length === 0 ? `The config of stage "${reading.stage.id}"` : subjectOf(reading, path);
  const member = path.length === 0 ? reading.config.get(key) : memberAt(reading, path, key);
  const owner = path.length === 0 ? member && ownerOf(reading.node, member.pointer) : nodeAt(reading, path);
  if (member === undefined || owner?.kind !== 'object') {
    reporter.report('unknown-key', placeAt(reading, path), `${what} has no key "${key}".`);
  } else reportUnknownKey(member, owner, { text, reporter, what, candidates });
}

/** Keys that are read inside every config. */
const STAGE_CONFIG_KEYS = ['retry', 'timeout', 'timeout_ms'];

function reportMissing(context: CheckedConfig, { path, message }: ConfigIssue & { kind: 'missing' }): void {
  const { text, reporter, reading, component } = context;
  const key = path.at(-1) ?? '';
  const parentPath = path.slice(0, -1);
  const sample = sampleFor(schemaAt(configSchemaOf(component), path));
  const parent = parentPath.length === 0 ? configObject(reading) : nodeAt(reading, parentPath);
  const fixes = [];
  if (parent?.kind === 'object') {
    fixes.push({ title: `Add "${key}"`, edits: insertMember(text, parent, key, sample) });
  } else if (parent === undefined && parentPath.length === 0) {
    fixes.push({ title: `Add "${key}"`, edits: insertMember(text, reading.node, 'config', { [key]: sample }) });
  }
  const what = `${subjectOf(reading, path)} ${message}.`;
  reporter.report('missing-config', placeAt(reading, parentPath), what, { fixes });
}

/** The object in the text that holds the stage's config, the first one where there are several. */
function configObject(reading: StageReading): SourceNode | undefined {
  return (reading.fields.get('config') ?? reading.fields.get('input_mapping'))?.value;
}

function subjectOf({ stage }: StageReading, path: readonly string[]): string {
  const name = path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return `"${name.replace(/^\./, '')}" in the config of stage "${stage.id}"`;
}

/** The value at `path`, or the nearest thing around it that the text has. */
function placeAt(reading: StageReading, path: readonly string[]) {
  const [key, ...rest] = path;
  const member = key === undefined ? undefined : reading.config.get(key);
  if (member?.value !== undefined) return deepestNodeAt(member.value, rest);
  const config = reading.fields.get('config') ?? reading.fields.get('input_mapping');
  if (config !== undefined) return placeOfKey(config);
  const component = reading.fields.get('component');
  return component === undefined ? reading.node : placeOfValue(component);
}

function nodeAt(reading: StageReading, path: readonly string[]): SourceNode | undefined {
  const [key, ...rest] = path;
  const top = key === undefined ? undefined : reading.config.get(key)?.value;
  return top && findNodeAt(top, rest);
}

function memberAt(reading: StageReading, path: readonly string[], key: string) {
  const node = nodeAt(reading, path);
  return node?.kind === 'object' ? node.byKey.get(key) : undefined;
}

/** The object directly around the member that `pointer` leads to. */
function ownerOf(root: SourceObject, pointer: string): SourceNode | undefined {
  const queue: SourceNode[] = [root];
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  for (const node of queue) {
    if (node.pointer === parent) return node;
    if (node.kind !== 'object') continue;
    for (const { value } of node.byKey.values()) {
      if (value?.kind === 'object' && (parent === value.pointer || parent.startsWith(`${value.pointer}/`)))
        queue.push(value);
    }
  }
  return undefined;
}
