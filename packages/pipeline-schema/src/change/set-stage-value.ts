import type { StageReading } from '../dialects/read-stage.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { changeComponent } from './change-component.ts';
import { type ChangeContext, noStage, type Planned, type Refusal, refuse } from './change-context.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { renameStage } from './rename-stage.ts';
import { setMemberValue, type ValuePath } from './set-node-value.ts';
import { configPlace, stagePlace } from './stage-places.ts';
import { writtenRetry } from './written-retry.ts';
import { writtenTime } from './written-time.ts';

/** Plans another value for one setting of a stage. An id and a component are more than values: their own changes are made. */
export function setStageValue(
  context: ChangeContext,
  { stageId, path, value }: PipelineChange & { type: 'set_stage_value' },
): Planned | Refusal {
  const [key, ...rest] = path;
  const reading = context.stage(stageId);
  if (reading === undefined) return noStage(stageId);
  if (key === undefined) return refuse('Say which value of the stage is to be set.');
  if (path.includes('__proto__')) return refuse('"__proto__" cannot be a key.');
  if (key === 'id' || key === 'component') {
    if (rest.length > 0 || typeof value !== 'string') return refuse(`The ${key} of a stage is a text.`);
    return key === 'id'
      ? renameStage(context, { type: 'rename_stage', from: stageId, to: value })
      : changeComponent(context, { type: 'change_component', stageId, component: value });
  }
  if (key === 'config' && rest.length === 0 && value !== undefined && !isJsonObject(value)) {
    return refuse('The config of a stage is an object.');
  }
  if (key === 'config') setConfig(context, reading, rest, value);
  else if (key === 'retry') setRetry(context, reading, rest, value);
  else {
    const place = stagePlace(context, reading, String(key));
    const isTime = key === 'timeout_ms' && value !== undefined;
    setMemberValue(context.edits, place, rest, isTime ? writtenTime(place.key, place.member, value) : value);
  }
  return { label: labelOf(stageId, path, value) };
}

function setConfig(context: ChangeContext, reading: StageReading, path: ValuePath, value: Json | undefined): void {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const { place, inside } = configPlace(context, reading, String(key));
    if (inside.length === 0 || value !== undefined) setMemberValue(context.edits, place, [...inside, ...rest], value);
    return;
  }
  // Key by key, because retry and time-out of the stage may stand in the same object.
  const wanted: JsonObject = isJsonObject(value) ? value : {};
  const place = stagePlace(context, reading, 'config');
  if (place.member === undefined && reading.config.size === 0) {
    setMemberValue(context.edits, place, [], value);
    return;
  }
  for (const each of reading.config.keys()) {
    if (!Object.hasOwn(wanted, each)) setConfig(context, reading, [each], undefined);
  }
  for (const [each, inner] of Object.entries(wanted)) setConfig(context, reading, [each], inner);
}

function setRetry(context: ChangeContext, reading: StageReading, path: ValuePath, value: Json | undefined): void {
  const [key, ...rest] = path;
  const place = stagePlace(context, reading, 'retry');
  const written = (each: string, inner: Json | undefined) => writtenRetry(reading, place.key, each, inner);
  if (key !== undefined) {
    const { key: name, value: inner } = written(String(key), value);
    setMemberValue(context.edits, place, [name, ...rest], inner);
    return;
  }
  if (!isJsonObject(value) || place.member?.value?.kind !== 'object') {
    const members = isJsonObject(value)
      ? Object.entries(value).map(([each, inner]) => {
          const { key: name, value: spelled } = written(each, inner);
          return [name, spelled ?? null] as const;
        })
      : undefined;
    setMemberValue(context.edits, place, [], members ? Object.fromEntries(members) : value);
    return;
  }
  for (const each of reading.retry.keys())
    if (!Object.hasOwn(value, each)) setRetry(context, reading, [each], undefined);
  for (const [each, inner] of Object.entries(value)) setRetry(context, reading, [each], inner);
}

function labelOf(id: string, path: ValuePath, value: Json | undefined): string {
  if (path.length === 1 && path[0] === 'disabled') return value === true ? `Disable ${id}` : `Enable ${id}`;
  const what = (path[0] === 'config' && path.length > 1 ? path.slice(1) : path).join('.');
  return value === undefined ? `Clear ${what} of ${id}` : `Set ${what} of ${id}`;
}
