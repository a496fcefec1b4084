/** One part of an id. Names that Windows keeps for devices are left out, so that a workspace can be moved. */
const SEGMENT = /^(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/i;
const MAX_LENGTH = 500;

/**
 * Why `id` cannot name a pipeline file of a workspace, for a person; undefined when it can. An id is the file's path in the
 * workspace without `.pipeline.json`, with `/` between folders.
 */
export function checkPipelineId(id: string): string | undefined {
  const segments = id.split('/');
  const isAllowed =
    id.length <= MAX_LENGTH &&
    segments.every((segment) => SEGMENT.test(segment) && !segment.endsWith(' ') && segment !== 'node_modules');
  if (isAllowed) return undefined;
  return `"${id.slice(0, 100)}" cannot be the id of a pipeline: use names of letters, digits, ".", "_", "-" and blanks that begin with a letter or digit, with "/" between folders.`;
}
