/** Whether a path segment means "here" or "up": `.`, `..`, and the same with percent-encoded dots. */
export function isDotSegment(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}

/** Whether any segment of `path` is a dot segment; `\` separates too, because URL parsers read it as `/`. */
export function hasDotSegment(path: string): boolean {
  return path.split(/[/\\]|%2f|%5c/i).some(isDotSegment);
}
