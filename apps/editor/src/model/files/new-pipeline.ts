import { checkPipelineId, PIPELINE_SCHEMA_URL } from '@flowmason/pipeline-schema';

/** The text of a pipeline without stages, as the formatter writes it. */
export function newPipelineText(name: string): string {
  return `${JSON.stringify({ $schema: PIPELINE_SCHEMA_URL, name, version: '1.0.0', stages: [] }, null, 2)}\n`;
}

/** As long as a part of a file's path may be. */
const MAX_NAME_LENGTH = 100;

/** Why a pipeline is not to be called `name`, for a person; undefined when it can be. */
export function checkPipelineName(name: string): string | undefined {
  const { length } = [...name.trim()];
  if (length <= MAX_NAME_LENGTH) return undefined;
  return `A name has at most ${MAX_NAME_LENGTH} characters; this has ${length}. What more there is to say has its place in the description.`;
}

/**
 * An id for the file of a pipeline called `name` that is none of `takenIds` (file names may ignore case), in `folder`: for
 * a pipeline that comes from nowhere else, the folder that everybody looks into.
 */
export function proposePipelineId(name: string, takenIds: readonly string[], folder = 'pipelines/'): string {
  return freePipelineId(folder + toFileName(name), takenIds);
}

/** `wanted`, or with the first number behind it that makes it none of `takenIds`. */
export function freePipelineId(wanted: string, takenIds: readonly string[]): string {
  const taken = new Set(takenIds.map((id) => id.toLowerCase()));
  let id = wanted;
  for (let count = 2; taken.has(id.toLowerCase()); count += 1) id = `${wanted}-${count}`;
  return id;
}

/** Why a new file cannot have the id, for a person; undefined when it can. File names may ignore case. */
export function checkNewPipelineId(id: string, takenIds: readonly string[]): string | undefined {
  const taken = takenIds.find((other) => other.toLowerCase() === id.toLowerCase());
  return taken === undefined ? checkPipelineId(id) : `There is a pipeline "${taken}" already.`;
}

/** The folder of an id with its last `/`; empty for one at the top. */
export function folderOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/') + 1);
}

function toFileName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9._]+/g, '-').replace(/^[-._]+|[-._]+$/g, '');
  return words.slice(0, 80) || 'pipeline';
}
