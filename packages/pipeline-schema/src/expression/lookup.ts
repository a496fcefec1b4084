import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { charactersOf, isDataObject, isList, Missing, typeName } from './values.ts';

/** Where a lookup stands in the source, and how messages spell what it looks for. */
export type LookupPlace = Span & { readonly path: string };

/**
 * The member of `container` called `key`: an own property, an item (negative from the end), a character, or the
 * length of a list or text. Anything else is missing, whatever the prototype may offer.
 * @throws {ExprError} E_TYPE when `key` is neither text nor number, E_FORBIDDEN when what is found is not data.
 */
export function lookup(evaluation: Evaluation, container: unknown, key: unknown, place: LookupPlace): unknown {
  if (container instanceof Missing || container === null || container === undefined)
    return absent(container, key, place);
  if (key instanceof Missing) return evaluation.note(key, ', so it cannot be used as a key');
  if (typeof key !== 'string' && typeof key !== 'number') {
    return evaluation.fail('E_TYPE', `a key must be text or a number, not ${typeName(key)}`, place);
  }
  if (isList(container)) return item(evaluation, container, key, place);
  if (typeof container === 'string') return character(container, key, place);
  if (isDataObject(container)) {
    const name = String(key);
    return Object.hasOwn(container, name) ? checked(evaluation, container[name], place) : absent(container, key, place);
  }
  return absent(container, key, place);
}

/** Gives `value` back when it is data. @throws {ExprError} E_FORBIDDEN otherwise. */
export function checked(evaluation: Evaluation, value: unknown, place: LookupPlace): unknown {
  switch (typeof value) {
    case 'function':
    case 'symbol':
    case 'bigint':
      return evaluation.fail('E_FORBIDDEN', `a ${typeof value} cannot be used in an expression`, place);
    case 'undefined':
      return new Missing(place.path, place);
    default:
      return value;
  }
}

/** The value at the end of a dotted path such as a filter's `attribute`; whole numbers in it are indexes too. */
export function lookupPath(evaluation: Evaluation, container: unknown, path: unknown, span: Span): unknown {
  if (typeof path === 'number') return lookup(evaluation, container, path, placeOf(String(path), span));
  if (typeof path !== 'string') {
    return evaluation.fail('E_ARGS', `attribute must be text or a number, not ${typeName(path)}`, span);
  }
  const place = placeOf(path, span);
  return path.split('.').reduce<unknown>((value, key) => lookup(evaluation, value, key, place), container);
}

function placeOf(path: string, { start, end }: Span): LookupPlace {
  return { path: `attribute ${path}`, start, end };
}

function absent(container: unknown, key: unknown, place: LookupPlace): Missing {
  return new Missing(place.path, place, container, typeof key === 'string' ? key : '');
}

const WHOLE_NUMBER = /^-?\d{1,9}$/;

function item(evaluation: Evaluation, list: readonly unknown[], key: string | number, place: LookupPlace): unknown {
  if (key === 'length') return list.length;
  const index = typeof key === 'number' ? key : WHOLE_NUMBER.test(key) ? Number(key) : Number.NaN;
  const position = index < 0 ? index + list.length : index;
  const isInside = Number.isInteger(position) && position >= 0 && position < list.length;
  return isInside ? checked(evaluation, list[position], place) : absent(list, key, place);
}

function character(text: string, key: string | number, place: LookupPlace): unknown {
  const characters = charactersOf(text) ?? text;
  if (key === 'length') return characters.length;
  if (typeof key !== 'number') return absent(text, key, place);
  const position = key < 0 ? key + characters.length : key;
  const found = Number.isInteger(position) ? characters[position] : undefined;
  return found ?? absent(text, key, place);
}
