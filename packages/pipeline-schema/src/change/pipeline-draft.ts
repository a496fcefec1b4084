import type { Json, JsonObject } from '../json.ts';
import { isJsonObject, jsonItems } from '../json.ts';
import type { Pipeline, Stage } from '../pipeline.ts';
import { pointerSegments } from '../text/json-pointer.ts';

/** What a list of stages becomes. */
export type ListChange = (ids: readonly string[]) => readonly string[];

/** `pipeline` with another list at `pointer` into the config of a stage. */
export function withArm(pipeline: Pipeline, id: string, pointer: string, change: ListChange): Pipeline {
  return withStage(pipeline, id, (stage) => {
    const config = atPath(stage.config, pointerSegments(pointer), (list) => [...change(idsIn(list))]);
    return { ...stage, config: isJsonObject(config) ? config : stage.config };
  });
}

/** `pipeline` with other dependencies of a stage. */
export function withDependencies(pipeline: Pipeline, id: string, change: ListChange): Pipeline {
  return withStage(pipeline, id, (stage) => ({ ...stage, depends_on: change(stage.depends_on) }));
}

function withStage(pipeline: Pipeline, id: string, change: (stage: Stage) => Stage): Pipeline {
  return { ...pipeline, stages: pipeline.stages.map((stage) => (stage.id === id ? change(stage) : stage)) };
}

function idsIn(list: Json | undefined): readonly string[] {
  if (typeof list === 'string') return [list];
  return jsonItems(list).filter((id): id is string => typeof id === 'string');
}

function atPath(value: Json | undefined, path: readonly string[], change: (value: Json | undefined) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => (String(index) === step ? atPath(item, rest, change) : item));
  }
  const object: JsonObject = isJsonObject(value) ? value : {};
  return { ...object, [step]: atPath(object[step], rest, change) };
}
