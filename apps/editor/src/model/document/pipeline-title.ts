/**
 * What a pipeline is called on the screen: its name, or for one without a name its file. A document without a name is
 * read as `untitled`, and several of them could not be told apart.
 */
export function toPipelineTitle(name: string | undefined, path: string): string {
  return name === undefined || name === '' || name === 'untitled' ? toFileStem(path) : name;
}

function toFileStem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.pipeline\.json$/, '');
}
