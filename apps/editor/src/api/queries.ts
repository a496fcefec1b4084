import {
  ComponentInfo,
  Environments,
  Health,
  PipelineFile,
  PipelineSummary,
  type ResolveStage,
  Run,
  type RunId,
  RunPage,
  type RunStatus,
  type StartRun,
} from '@flowmason/pipeline-schema';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiError, ConnectionError, deleteAt, getJson, postJson, putJson } from './client.ts';
import { sessionQuery } from './session.ts';

/** Whether the server answers as it should, only with errors, or not at all. */
export type Connection = 'answers' | 'fails' | 'silent';

/**
 * What the server does, asked again and again so that a lost connection is noticed soon. It is a value and never an error, so
 * that what is known stands until something else is.
 */
export const connectionQuery = queryOptions({
  queryKey: ['connection'],
  queryFn: async ({ signal, client }): Promise<Connection> => {
    try {
      await getJson('/health', Health, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]));
      return 'answers';
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof ApiError && error.problem.status < 500) {
        if (error.problem.status === 401) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        return 'answers';
      }
      const isSilent =
        error instanceof ConnectionError || (error instanceof DOMException && error.name === 'TimeoutError');
      return isSilent ? 'silent' : 'fails';
    }
  },
  refetchInterval: 1_500,
  retry: false,
  gcTime: Number.POSITIVE_INFINITY,
});

/** A server that is asked for nothing but its health answers within milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** The pipelines of the workspace, by name. */
export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) => getJson('/pipelines', arrayOf(PipelineSummary), signal),
});

/** One pipeline file as it is on disk. */
export function pipelineFileQuery(id: string) {
  return queryOptions({
    queryKey: ['pipelines', id],
    queryFn: ({ signal }) => getJson(`/pipelines/${encodeURIComponent(id)}`, PipelineFile, signal),
  });
}

/** The components that the server runs, with titles and icons; they change only with the server's version. */
export const componentsQuery = queryOptions({
  queryKey: ['components'],
  queryFn: ({ signal }) => getJson('/components', arrayOf(ComponentInfo), signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Profiles and simulated situations that a run may be started against. */
export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: ({ signal }) => getJson('/environments', Environments, signal),
});

/** The latest runs, newest first; of one pipeline by its name, or of all. */
export function runsQuery(pipeline?: string) {
  const filter = pipeline === undefined ? '' : `&pipeline=${encodeURIComponent(pipeline)}`;
  return queryOptions({
    queryKey: ['runs', pipeline ?? null],
    queryFn: ({ signal }) => getJson(`/runs?limit=50${filter}`, RunPage, signal),
  });
}

/** One run with its stages and what they gave; an ended one never changes. */
export function runQuery(runId: string | undefined) {
  return queryOptions({
    queryKey: ['runs', 'one', runId ?? null],
    queryFn: ({ signal }) => getJson(`/runs/${encodeURIComponent(runId ?? '')}`, Run, signal),
    staleTime: 60_000,
  });
}

/** The latest runs that wait for somebody to do something. */
export const waitingRunsQuery = queryOptions({
  queryKey: ['runs', 'needs person'],
  queryFn: ({ signal }) => getJson(`/runs?needs_person=true&limit=${WAITING_RUNS}`, RunPage, signal),
  refetchInterval: 5_000,
});

/** More are a matter for the page of the runs. */
const WAITING_RUNS = 5;

/** Which runs a list is asked for; undefined means all. */
export interface RunFilter {
  readonly pipeline: string | undefined;
  readonly status: RunStatus | undefined;
  /** Only those that wait for somebody to do something. */
  readonly needsPerson: boolean;
}

/** All runs that the filter lets through, newest first, page by page. */
export function runPagesQuery({ pipeline, status, needsPerson }: RunFilter) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'pages', pipeline ?? null, status ?? null, needsPerson],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '40' });
      if (pipeline !== undefined) query.set('pipeline', pipeline);
      if (status !== undefined) query.set('status', status);
      if (needsPerson) query.set('needs_person', 'true');
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson(`/runs?${query}`, RunPage, signal);
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
}

/** Asks for a run to be accepted; it has not started any stage yet when this resolves. */
export function startRun(request: StartRun): Promise<Pick<Run, 'id' | 'status'>> {
  return postJson('/runs', request, Run.pick({ id: true, status: true }).loose());
}

/** Asks for a run to end; finally blocks still run, so it may go on for a while, unless it is to end at once. */
export function cancelRun({
  runId,
  isForced,
}: {
  runId: RunId;
  isForced: boolean;
}): Promise<Pick<Run, 'id' | 'status'>> {
  const body = isForced
    ? { reason: 'cancelled at once in the editor', force: true }
    : { reason: 'cancelled in the editor' };
  return postJson(`/runs/${encodeURIComponent(runId)}/cancel`, body, Run.pick({ id: true, status: true }).loose());
}

/** Lets a run go on that is held; refused with the reason while it still cannot. */
export function resumeRun(runId: RunId): Promise<Pick<Run, 'id' | 'status'>> {
  return postJson(`/runs/${encodeURIComponent(runId)}/resume`, {}, Run.pick({ id: true, status: true }).loose());
}

/** Says what became of the interrupted request of a stage; refused with 409 when somebody else was first. */
export function resolveStage(place: {
  readonly runId: RunId;
  readonly stageKey: string;
  readonly decision: ResolveStage;
}): Promise<Pick<Run, 'id' | 'status'>> {
  const { runId, stageKey, decision } = place;
  const path = `/runs/${encodeURIComponent(runId)}/stages/${encodeURIComponent(stageKey)}/resolve`;
  return postJson(path, decision, Run.pick({ id: true, status: true }).loose());
}

/** Writes a new file; refused with 409 where there is one already. */
export function createPipelineFile(id: string, text: string): Promise<PipelineFile> {
  return postJson('/pipelines', { id, text }, PipelineFile);
}

/** Writes over the content that `etag` names; refused with 412 when something else stands there by now. */
export function savePipelineFile(file: Pick<PipelineFile, 'id' | 'etag' | 'text'>): Promise<PipelineFile> {
  const path = `/pipelines/${encodeURIComponent(file.id)}`;
  return putJson(path, { text: file.text }, { parser: PipelineFile, headers: { 'if-match': file.etag } });
}

/** Removes the file if it still has that content; refused with 412 when it has changed, 404 when it is gone. */
export function deletePipelineFile({ id, etag }: Pick<PipelineFile, 'id' | 'etag'>): Promise<void> {
  return deleteAt(`/pipelines/${encodeURIComponent(id)}`, { 'if-match': etag });
}

function arrayOf<T>(parser: { parse(value: unknown): T }): { parse(value: unknown): T[] } {
  return {
    parse(value) {
      if (!Array.isArray(value)) throw new TypeError('the server did not answer with a list');
      return value.map((item) => parser.parse(item));
    },
  };
}
