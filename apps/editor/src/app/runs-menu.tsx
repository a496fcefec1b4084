import { toDurationText } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { runsQuery } from '../api/queries.ts';
import { toRunLook } from '../model/runs/status-look.ts';
import { formatAgo } from '../ui/ago.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useShowRun } from './use-shown-run.ts';

/** As many as fit a menu without scrolling. */
const SHOWN = 10;

/** The latest runs of the pipeline; choosing one shows it. Not there before the first run. */
export function RunsMenu({ pipeline }: { readonly pipeline: string | undefined }): ReactNode {
  const showRun = useShowRun();
  const runs = useQuery({ ...runsQuery(pipeline), enabled: pipeline !== undefined }).data?.items ?? [];
  if (runs.length === 0) return null;
  const now = Date.now();
  return (
    <Menu
      trigger={
        <Button variant="ghost" icon={<History size={14} />} className="max-sm:hidden">
          Runs
        </Button>
      }
      groups={[
        runs.slice(0, SHOWN).map((run) => {
          const { icon, tone, word } = toRunLook(run);
          const took = run.duration_ms === null ? '' : ` · ${toDurationText(run.duration_ms)}`;
          return {
            id: run.id,
            label: run.sandbox ?? run.profile ?? 'live',
            detail: `${formatAgo(run.created_at, now)}${took}`,
            icon: <StatusMark icon={icon} tone={tone} label={word} size={14} />,
            onSelect: () => showRun(run.id),
          };
        }),
      ]}
    />
  );
}
