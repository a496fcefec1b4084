import { RunStatus, type RunSummary } from '@flowmason/pipeline-schema';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck, CloudOff, History, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { pipelinesQuery, type RunFilter, runPagesQuery } from '../../api/queries.ts';
import { useRunFeed } from '../../api/use-run-feed.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RunRow } from './run-row.tsx';

/** Every run of this server, newest first, kept current; each leads to its pipeline with the run shown. */
export function RunsPage(): ReactNode {
  const { filter, setFilter } = useFilter();
  const runs = useInfiniteQuery(runPagesQuery(filter));
  useRunFeed();
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <title>Runs · FlowMason</title>
      <div className="mx-auto max-w-260 px-6 pt-10 pb-16 max-sm:px-4 max-sm:pt-5">
        <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Runs</h1>
            <p className="text-muted">What ran on this server, newest first.</p>
          </div>
          <Filters filter={filter} onFilter={setFilter} />
        </header>
        {runs.isPending && <LoadingRows />}
        {runs.isError && (
          <Framed>
            <div role="alert">
              <EmptyState
                icon={<CloudOff size={24} />}
                title="The runs could not be loaded"
                action={<Button onClick={() => void runs.refetch()}>Try again</Button>}
              >
                {runs.error.message}
              </EmptyState>
            </div>
          </Framed>
        )}
        {runs.data && items.length === 0 && <NoRuns filter={filter} onFilter={setFilter} />}
        {items.length > 0 && <RunTable runs={items} />}
        {runs.hasNextPage && (
          <div className="mt-3 flex justify-center">
            <Button disabled={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
              {runs.isFetchingNextPage ? 'Loading…' : 'Load more'}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** The filter stands in the address, so that it survives a reload and can be sent to somebody. */
function useFilter() {
  const [params, setParams] = useSearchParams();
  const status = RunStatus.options.find((candidate) => candidate === params.get('status'));
  const needsPerson = params.get(NEEDS_PERSON) === 'true';
  const filter: RunFilter = { pipeline: params.get('pipeline') ?? undefined, status, needsPerson };
  function setFilter(next: RunFilter): void {
    const { pipeline, status: chosen } = next;
    setParams(
      {
        ...(pipeline !== undefined && { pipeline }),
        ...(chosen !== undefined && { status: chosen }),
        ...(next.needsPerson && { [NEEDS_PERSON]: 'true' }),
      },
      { replace: true },
    );
  }
  return { filter, setFilter };
}

const NEEDS_PERSON = 'needs_person';
const NO_FILTER: RunFilter = { pipeline: undefined, status: undefined, needsPerson: false };

type FilterProps = { readonly filter: RunFilter; readonly onFilter: (filter: RunFilter) => void };

function Filters({ filter, onFilter }: FilterProps): ReactNode {
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const names = [...new Set([...pipelines.map(({ name }) => name), ...(filter.pipeline ? [filter.pipeline] : [])])];
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        label="Pipeline"
        value={filter.pipeline ?? ALL}
        options={[{ value: ALL, label: 'All pipelines' }, ...names.map((name) => ({ value: name, label: name }))]}
        onChange={(pipeline) => onFilter({ ...filter, pipeline: pipeline === ALL ? undefined : pipeline })}
      />
      <Select<RunStatus | typeof ALL | typeof NEEDS_PERSON>
        label="Status"
        value={filter.needsPerson ? NEEDS_PERSON : (filter.status ?? ALL)}
        options={[
          { value: ALL, label: 'Any status' },
          { value: NEEDS_PERSON, label: 'Needs a person' },
          ...RunStatus.options.map((status) => ({ value: status, label: toRunLook({ status }).word })),
        ]}
        onChange={(chosen) =>
          onFilter({
            ...filter,
            status: chosen === ALL || chosen === NEEDS_PERSON ? undefined : chosen,
            needsPerson: chosen === NEEDS_PERSON,
          })
        }
      />
    </div>
  );
}

/** No pipeline has a name with a blank in front. */
const ALL = ' all';

function RunTable({ runs }: { readonly runs: readonly RunSummary[] }): ReactNode {
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const namesakes = Map.groupBy(pipelines, ({ name }) => name);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed text-left">
        <thead className="border-line border-b text-muted text-xs">
          <tr className="h-8">
            <th scope="col" className="w-34 pl-5 font-medium max-sm:w-28 max-sm:pl-4">
              Status
            </th>
            <th scope="col" className="font-medium">
              Pipeline
            </th>
            <th scope="col" className="w-52 font-medium max-md:hidden">
              Against
            </th>
            <th scope="col" className="w-20 font-medium max-md:hidden">
              Trigger
            </th>
            <th scope="col" className="w-28 pr-5 text-right font-medium max-sm:w-24 max-sm:pr-4">
              Started
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {runs.map((run) => (
            <RunRow key={run.id} run={run} pipelineIds={(namesakes.get(run.pipeline) ?? []).map(({ id }) => id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoRuns({ filter, onFilter }: FilterProps): ReactNode {
  if (filter.needsPerson) {
    return (
      <Framed>
        <EmptyState
          icon={<CircleCheck size={24} />}
          title="No run waits for anybody"
          action={<Button onClick={() => onFilter(NO_FILTER)}>Show all runs</Button>}
        >
          Runs that are held, or that need a decision, would stand here.
        </EmptyState>
      </Framed>
    );
  }
  if (filter.pipeline === undefined && filter.status === undefined) {
    return (
      <Framed>
        <EmptyState icon={<History size={24} />} title="Nothing has run yet">
          Open a pipeline and press Run; the simulated services are there to try it without touching anything.
        </EmptyState>
      </Framed>
    );
  }
  return (
    <Framed>
      <EmptyState
        icon={<SearchX size={24} />}
        title="No run matches"
        action={<Button onClick={() => onFilter(NO_FILTER)}>Show all runs</Button>}
      />
    </Framed>
  );
}

function LoadingRows(): ReactNode {
  return (
    <div
      role="status"
      aria-label="Loading the runs"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      {['a', 'b', 'c', 'd'].map((row) => (
        <div key={row} className="flex h-14 items-center gap-6 px-5">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="min-h-70 rounded-lg border border-line border-dashed bg-surface py-10">{children}</div>;
}
