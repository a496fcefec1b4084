import { configAliases, type PipelineReading } from '@flowmason/pipeline-schema';
import type { FieldPlace } from './field-place.ts';

/** Where a field may stand in the document as it is written, in every spelling that is read; JSON pointers. */
export function pointersOfField(reading: PipelineReading, { stageId, path }: FieldPlace): readonly string[] {
  if (stageId === undefined) return [toPointer(path)];
  const stage = reading.pointerOfStage(stageId);
  if (stage === undefined) return [];
  return spellings(reading, stageId, path).map((written) => stage + toPointer(written));
}

/** The one of them that the document has; undefined while the field is absent. */
export function pointerOfField(reading: PipelineReading, place: FieldPlace): string | undefined {
  return pointersOfField(reading, place).find((pointer) => reading.locate(pointer) !== undefined);
}

type Path = FieldPlace['path'];

function spellings(reading: PipelineReading, stageId: string, path: Path): readonly Path[] {
  const [first, second, ...rest] = path;
  if (first === 'retry') return [path, ['config', ...path], ['config', 'retry_config', ...path.slice(1)]];
  if (first === 'timeout_ms') return ['timeout_ms', 'timeout'].flatMap((key) => [[key], ['config', key]]);
  if (first !== 'config') return [path];
  if (second === undefined) return HOLDERS.map((holder) => [holder]);
  const component = reading.pipeline?.stages.find(({ id }) => id === stageId)?.component ?? '';
  const aliases = configAliases(component).flatMap(({ alias, key }) => (key === second ? [alias] : []));
  return HOLDERS.flatMap((holder) => [second, ...aliases].map((key) => [holder, key, ...rest]));
}

const HOLDERS = ['config', 'input_mapping', 'llm_settings'] as const;

function toPointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
