/** `wanted`, or the first of `wanted-2`, `wanted-3`, … that no file of the workspace has. Ids that differ only in case are one. */
export function freePipelineId(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map((id) => id.toLowerCase()));
  let id = wanted;
  for (let count = 2; known.has(id.toLowerCase()); count += 1) id = `${wanted}-${count}`;
  return id;
}
