import { charactersOf, type DataObject, isDataObject, isList, Missing, typeName } from '../values.ts';
import type { Filter, FilterCall } from './filter.ts';

function needObject(value: unknown, { evaluation, span }: FilterCall): DataObject {
  if (isDataObject(value)) return value;
  return evaluation.fail('E_TYPE', `an object is needed here, not ${typeName(value)}`, span);
}

const length: Filter = {
  parameters: [],
  summary: 'How many characters, items or keys there are; 0 when missing and that is tolerated.',
  acceptsMissing: true,
  apply: (value, _args, { evaluation, span }) => {
    if (typeof value === 'string') return (charactersOf(value) ?? value).length;
    if (isList(value)) return value.length;
    if (isDataObject(value)) return Object.keys(value).length;
    if (!(value instanceof Missing)) return evaluation.fail('E_TYPE', `${typeName(value)} has no length`, span);
    evaluation.note(value);
    return 0;
  },
};

/** Filters that look at what an object holds. */
export const OBJECT_FILTERS = {
  length,
  count: length,
  keys: {
    parameters: [],
    summary: 'The keys of an object.',
    apply: (value, _args, call) => Object.keys(needObject(value, call)),
  },
  values: {
    parameters: [],
    summary: 'The values of an object.',
    apply: (value, _args, call) => Object.values(needObject(value, call)),
  },
  items: {
    parameters: [],
    summary: 'The members of an object as [key, value] lists.',
    apply: (value, _args, call) => Object.entries(needObject(value, call)),
  },
} as const satisfies Record<string, Filter>;
