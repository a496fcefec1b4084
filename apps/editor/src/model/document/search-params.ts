/** The search part of an address with one parameter set, or taken away when `value` is undefined; the others stay. */
export function withSearchParam(search: string, name: string, value: string | undefined): string {
  const params = new URLSearchParams(search);
  if (value === undefined) params.delete(name);
  else params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
