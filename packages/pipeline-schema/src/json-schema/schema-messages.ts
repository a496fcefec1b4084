import type { OutputUnit } from '@cfworker/json-schema';
import type { SchemaProblem } from './check-json-schema.ts';

/** A finding of the validator in our words; the message continues the name of the value (`/service is required`). */
export function toProblem({ instanceLocation, keyword, error }: OutputUnit): SchemaProblem {
  const pointer = decodeLocation(instanceLocation);
  if (keyword === 'required') {
    const name = /required property "(.*)"/s.exec(error)?.[1];
    return { pointer, message: name === undefined ? error : `needs "${name}"` };
  }
  if (keyword === 'type') {
    const match = /Instance type "(.*?)" is invalid\. Expected "(.*)"/s.exec(error);
    const expected = match?.[2]?.split('", "').join(' or ');
    if (match !== null) return { pointer, message: `must be of type ${expected}, not ${match[1]}` };
  }
  return { pointer, message: WORDS[keyword] ?? toClause(error) };
}

const WORDS: Readonly<Record<string, string>> = {
  false: 'is not allowed here',
  anyOf: 'fits none of the alternatives of the schema',
};

/** `Instance does not match …` and `0 is less than 1.` as the end of a sentence: `is 0, less than 1`. */
function toClause(error: string): string {
  const clause = error.replace(/^(?:Instance|String|Array|Object|Items?|Property)\s+/, '').replace(/\.$/, '');
  return clause.replace(/^(-?\d\S*) is /, 'is $1, ');
}

/** `#/a%20b/0` to `/a b/0`. */
function decodeLocation(location: string): string {
  return decodeURI(location.replace(/^#/, ''));
}
