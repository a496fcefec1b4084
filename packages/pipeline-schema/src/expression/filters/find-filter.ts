import { CHOOSING_FILTERS } from './choosing-filters.ts';
import { CONVERSION_FILTERS } from './conversion-filters.ts';
import { ENCODING_FILTERS } from './encoding-filters.ts';
import type { Filter } from './filter.ts';
import { LIST_FILTERS } from './list-filters.ts';
import { mapFilter } from './map-filter.ts';
import { NUMBER_FILTERS } from './number-filters.ts';
import { OBJECT_FILTERS } from './object-filters.ts';
import { TEXT_FILTERS } from './text-filters.ts';

/** The filter called `name`; own properties only. */
export function findFilter(name: string): Filter | undefined {
  return Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
}

/** The names that `|` takes. */
export function filterNames(): readonly string[] {
  return Object.keys(FILTERS);
}

const MAPPABLE: Readonly<Record<string, Filter>> = {
  ...CONVERSION_FILTERS,
  ...NUMBER_FILTERS,
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
  ...CHOOSING_FILTERS,
  ...OBJECT_FILTERS,
  ...ENCODING_FILTERS,
};

const FILTERS: Readonly<Record<string, Filter>> = { ...MAPPABLE, map: mapFilter(MAPPABLE) };
