import type { TextEdit } from '../diagnostic.ts';
import { isStageId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { starterConfig } from '../starter-config.ts';
import { appendItem, insertMember } from '../text/source-edits.ts';
import type { CheckContext } from './check-context.ts';
import type { StageMention } from './stage-mentions.ts';

/**
 * Edits that add a stage `id` at the end of `stages`, of the component that its name suggests. A stage that is only read
 * also becomes a dependency of its first reader. Nothing for an id that no stage may have.
 */
export function createStageEdits(context: CheckContext, id: string, mentions: readonly StageMention[]): TextEdit[] {
  const { document, text } = context;
  if (!isStageId(id) || context.takenIds.has(id.toLowerCase())) return [];
  const edits = appendItem(text, document.list, newStage(context, id));
  const [first] = mentions;
  const isOnlyRead = mentions.every(({ as }) => as === 'template');
  const reader = isOnlyRead && first !== undefined ? context.readings.get(first.stageId) : undefined;
  if (reader === undefined) return edits;
  const list = reader.fields.get('depends_on')?.value;
  if (list !== undefined && list.kind !== 'list') return edits;
  const dependency =
    list === undefined ? insertMember(text, reader.node, 'depends_on', [id]) : appendItem(text, list, id);
  return [...dependency, ...edits];
}

function newStage({ components }: CheckContext, id: string): JsonObject {
  const likely = likelyComponents(id).find((name) => components.has(name));
  const component = likely ?? components.keys().next().value ?? 'http_request';
  const description = components.get(component);
  return { id, component, config: description === undefined ? {} : starterConfig(description, id) };
}

function likelyComponents(id: string): readonly string[] {
  const words = id.toLowerCase().split(/[-_]+/);
  if (['log', 'print', 'record', 'note'].includes(words[0] ?? '')) return ['logger', 'http_request'];
  const isThinking = words.some((word) =>
    /^(analy[sz]e|summari[sz]e|diagnose|explain|draft|postmortem|classify)/.test(word),
  );
  return isThinking ? ['generator', 'http_request', 'logger'] : ['http_request', 'logger'];
}
