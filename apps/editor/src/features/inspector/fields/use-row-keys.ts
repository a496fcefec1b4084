import { useState } from 'react';
import { keepRowKeys } from '../../../model/fields/row-keys.ts';

/** The React keys of rows that go by these names. A renamed row stays the same, so that who is in it is not thrown out. */
export function useRowKeys(names: readonly string[]): readonly number[] {
  const [rows, setRows] = useState(() => keepRowKeys([], names));
  const isSame = rows.length === names.length && rows.every(({ name }, index) => name === names[index]);
  const shown = isSame ? rows : keepRowKeys(rows, names);
  if (!isSame) setRows(shown);
  return shown.map(({ key }) => key);
}
