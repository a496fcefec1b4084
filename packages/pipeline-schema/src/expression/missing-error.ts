import { suggest } from '../text/suggest.ts';
import { ExprError } from './expr-error.ts';
import { isDataObject, type Missing } from './values.ts';

/** The error for a needed value that is missing, with names that were probably meant. */
export function missingError(missing: Missing, consequence = ''): ExprError {
  const suggestions = namesNear(missing);
  const [best] = suggestions;
  const hint = best ? `did you mean ${best}?` : "add '| default(…)' if it may be missing";
  return new ExprError('E_UNDEFINED', `${missing.path} is not defined${consequence}`, missing.span, {
    hint,
    suggestions,
  });
}

function namesNear({ container, key }: Missing): readonly string[] {
  if (isDataObject(container)) {
    const difference = asDifference(key, container);
    const names = suggest(key, Object.keys(container));
    return difference ? [difference, ...names].slice(0, 3) : names;
  }
  const hasLength = Array.isArray(container) || typeof container === 'string';
  return hasLength && ['length', 'size', 'count'].includes(key) ? ['| length'] : [];
}

/** `count-1` where only `count` exists was meant as a subtraction. */
function asDifference(key: string, container: object): string | undefined {
  for (let hyphen = key.lastIndexOf('-'); hyphen > 0; hyphen = key.lastIndexOf('-', hyphen - 1)) {
    if (Object.hasOwn(container, key.slice(0, hyphen))) return `${key.slice(0, hyphen)} - ${key.slice(hyphen + 1)}`;
  }
  return undefined;
}
