/** One step of a JSON pointer, escaped (RFC 6901). */
export function pointerSegment(key: string | number): string {
  const text = String(key);
  return /[~/]/.test(text) ? `/${text.replaceAll('~', '~0').replaceAll('/', '~1')}` : `/${text}`;
}

/** The steps of a JSON pointer, unescaped; `''` has none. */
export function pointerSegments(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(pointer.startsWith('/') ? 1 : 0)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A JSON pointer from its steps. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map(pointerSegment).join('');
}
