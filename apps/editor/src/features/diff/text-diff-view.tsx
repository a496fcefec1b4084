import { Equal } from 'lucide-react';
import { Fragment, type ReactNode, useMemo } from 'react';
import { diffTexts } from '../../model/diff/text-diff.ts';
import { type DiffRow, toDiffRows } from '../../model/diff/text-diff-rows.ts';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useStateFor } from '../../ui/use-state-for.ts';

type Version = { readonly label: string; readonly text: string };

/** Two texts side by side, line by line. Stretches that are equal are folded; each can be opened. */
export function TextDiffView({ before, after }: { readonly before: Version; readonly after: Version }): ReactNode {
  const [opened, setOpened] = useStateFor([before.text, after.text], NONE);
  const diff = useMemo(() => diffTexts(before.text, after.text), [before.text, after.text]);
  const rows = useMemo(() => toDiffRows(diff, opened), [diff, opened]);
  if (diff.blocks.every(({ kind }) => kind === 'same')) {
    return (
      <EmptyState icon={<Equal size={24} />} title="The texts are the same">
        {before.text === after.text ? 'To the byte.' : 'Only line ends differ.'}
      </EmptyState>
    );
  }
  return (
    <table className="w-full table-fixed border-collapse font-mono text-2xs leading-4.5">
      <caption className="sr-only">{`${before.label}, and ${after.label}, line by line`}</caption>
      <colgroup>
        <col className="w-10" />
        <col />
        <col className="w-10" />
        <col />
      </colgroup>
      <thead className="sticky top-0 z-1 bg-sunken font-sans text-muted text-xs">
        <tr>
          <th
            scope="col"
            colSpan={2}
            className="border-line border-b px-3 py-1.5 text-left font-medium first-letter:uppercase"
          >
            {before.label}
          </th>
          <th
            scope="col"
            colSpan={2}
            className="border-line border-b border-l px-3 py-1.5 text-left font-medium first-letter:uppercase"
          >
            {after.label}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.key}>
            {row.kind === 'folded' ? (
              <tr>
                <td colSpan={4} className="border-line border-y bg-sunken p-0">
                  <button
                    type="button"
                    className="w-full px-3 py-1 text-left font-sans text-faint text-xs outline-offset-[-2px] hover:text-ink"
                    onClick={() => setOpened(new Set([...opened, row.block]))}
                  >
                    Show {row.count} equal lines
                  </button>
                </td>
              </tr>
            ) : (
              <LineRow row={row} />
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

const NONE: ReadonlySet<number> = new Set();

function LineRow({ row }: { readonly row: Exclude<DiffRow, { kind: 'folded' }> }): ReactNode {
  return (
    <tr className="align-top">
      <Side side={row.before} sign={row.kind === 'different' ? '−' : ''} tone="bg-failed/10" mark="bg-failed/20" />
      <Side side={row.after} sign={row.kind === 'different' ? '+' : ''} tone="bg-succeeded/10" mark="bg-succeeded/20" />
    </tr>
  );
}

function Side(props: {
  readonly side: NonNullable<Exclude<DiffRow, { kind: 'folded' }>['before']> | undefined;
  readonly sign: string;
  readonly tone: string;
  readonly mark: string;
}): ReactNode {
  const { side, sign, tone, mark } = props;
  if (!side) {
    return (
      <>
        <td className="bg-sunken not-first:border-line not-first:border-l" />
        <td className="bg-sunken" />
      </>
    );
  }
  const [start, middle, end] = side.parts;
  return (
    <>
      <td
        className={classNames(
          'tabular select-none pr-1.5 text-right text-faint not-first:border-line not-first:border-l',
          sign !== '' && tone,
        )}
      >
        {side.line}
      </td>
      <td className={classNames('whitespace-pre-wrap break-all px-1.5', sign !== '' && tone)}>
        {sign !== '' && <span className="sr-only">{sign === '+' ? 'after: ' : 'before: '}</span>}
        {start}
        {middle !== '' && <span className={classNames('rounded-sm', mark)}>{middle}</span>}
        {end}
      </td>
    </>
  );
}
