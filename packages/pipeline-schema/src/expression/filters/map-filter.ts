import { suggest } from '../../text/suggest.ts';
import { lookupPath } from '../lookup.ts';
import { Missing } from '../values.ts';
import { type Filter, type FilterCall, parameters } from './filter.ts';
import { needList } from './needs.ts';

/** The filter `map`, given the others to apply; it does not apply itself. */
export function mapFilter(filters: Readonly<Record<string, Filter>>): Filter {
  return {
    parameters: [
      ...parameters('filter?', 'first?', 'second?', 'third?'),
      { name: 'attribute', named: true },
      { name: 'default', named: true },
    ],
    summary: "What each item gives: map(attribute='name'), or a filter: map('upper').",
    acceptsMissing: true,
    apply: (value, [name, first, second, third, attribute, fallback], call) => {
      if (value instanceof Missing) return call.evaluation.note(value);
      if (attribute !== undefined) return mapAttribute(value, attribute, fallback, call);
      const filter = find(filters, name, call);
      const args = [first, second, third];
      return needList(value, call).map((item) => call.evaluation.measure(filter.apply(item, args, call), call.span));
    },
  };
}

function mapAttribute(value: unknown, attribute: unknown, fallback: unknown, call: FilterCall): unknown[] {
  const { evaluation, span } = call;
  return needList(value, call).map((item) => {
    const found = lookupPath(evaluation, item, attribute, span);
    if (!(found instanceof Missing)) return found;
    if (fallback !== undefined && !(fallback instanceof Missing)) return fallback;
    evaluation.note(found);
    return null;
  });
}

function find(filters: Readonly<Record<string, Filter>>, name: unknown, { evaluation, span }: FilterCall): Filter {
  if (name === undefined) {
    return evaluation.fail('E_ARGS', 'map needs a filter or an attribute', span, { hint: "map(attribute='name')" });
  }
  const filter = typeof name === 'string' && Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (filter) return filter;
  const suggestions = typeof name === 'string' ? suggest(name, Object.keys(filters)) : [];
  return evaluation.fail('E_UNKNOWN_FILTER', `unknown filter ${String(name).slice(0, 64)}`, span, { suggestions });
}
