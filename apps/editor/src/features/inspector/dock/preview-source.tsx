import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { runsQuery } from '../../../api/queries.ts';
import { useEditorStore } from '../../../store/editor-store.ts';
import { formatAgo } from '../../../ui/ago.ts';
import { Select } from '../../../ui/select.tsx';
import { useInspected } from '../inspected.ts';

/** Chooses what expressions are tried on: the sample input, or one of the latest runs. */
export function PreviewSource(): ReactNode {
  const { opened, source } = useInspected();
  const tryWith = useEditorStore((state) => state.tryWith);
  const name = opened.reading.pipeline?.name;
  const runs = useQuery({ ...runsQuery(name), enabled: name !== undefined, staleTime: 30_000 });
  const latest = (runs.data?.items ?? []).slice(0, SHOWN);
  const chosen = source.run?.id ?? 'sample';
  const now = Date.now();
  const options = latest.map(({ id, status, created_at }) => ({
    value: id as string,
    label: `Run ${formatAgo(created_at, now)}`,
    description: status as string,
  }));
  const isListed = chosen === 'sample' || options.some(({ value }) => value === chosen);
  return (
    <Select
      label="Preview with"
      value={chosen}
      isCompact
      options={[
        { value: 'sample', label: 'Sample input' },
        ...(isListed ? [] : [{ value: chosen as string, label: 'This run' }]),
        ...options,
      ]}
      onChange={tryWith}
    />
  );
}

const SHOWN = 10;
