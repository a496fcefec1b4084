import { isJsonObject, type Run, type RunEvent } from '@flowmason/pipeline-schema';

/** What was seen of runs whose process was killed again and again. */
export interface KillHistory {
  /** Ids that a client has got in an answer to its start. */
  readonly acknowledged: readonly string[];
  /** Every run at the end, with its journal; children too. Undefined for one that the runner no longer knows or shows. */
  readonly runs: ReadonlyMap<string, EndedRun | undefined>;
  /** Before a kill: the journal of a run, and the number of calls that the service had received by then. */
  readonly seen: readonly { readonly runId: string; readonly events: readonly RunEvent[]; readonly calls: number }[];
  /** What the called service has received, in order. Paths are `/<run>/<stage>`, in a loop `/<run>/<member>-<index>`. */
  readonly received: readonly { readonly method: string; readonly url: string }[];
  /** How a run of each pipeline ends that nobody disturbs, as `outcomeOf` tells it. */
  readonly undisturbed: ReadonlyMap<string, string>;
}

export interface EndedRun {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

/**
 * What was promised and not kept, in words; empty when all was kept. A run may end `recovered` or wait for a person only
 * because an unmarked POST was interrupted; everything else ends as if nobody had been killed.
 */
export function violationsOf(history: KillHistory): readonly string[] {
  return [
    ...lostRuns(history),
    ...[...history.runs].flatMap(([runId, ended]) =>
      ended === undefined
        ? [`${runId} cannot be read`]
        : [...wrongEnd(ended, history), ...gapsIn(ended), ...repeatedIn(ended), ...miscalled(ended, history)],
    ),
    ...history.seen.flatMap((seen) => [...takenBack(seen, history), ...calledAgain(seen, history)]),
  ];
}

/** A run's status and what its stages came to, without what differs from run to run. */
export function outcomeOf({ id, status, stages }: Run): string {
  const ends = Object.entries(stages).map(([key, stage]) => [key, stage.status, stage.output]);
  const isVolatile = (key: string) => ['elapsed_ms', 'headers', 'url', 'waited_ms'].includes(key);
  const text = JSON.stringify([status, ends.toSorted()], (key, value: unknown) =>
    isVolatile(key) ? undefined : value,
  );
  return text.replaceAll(id, '<run>');
}

function lostRuns({ acknowledged, runs }: KillHistory): readonly string[] {
  return acknowledged.filter((id) => !runs.has(id)).map((id) => `${id} was acknowledged and is lost`);
}

function wrongEnd({ run }: EndedRun, { undisturbed, runs }: KillHistory): readonly string[] {
  const children = [...runs.values()].filter((other) => other?.run.parent?.run_id === run.id);
  const own = interruptedIn(run);
  if (own.length > 0 || children.some((child) => child && interruptedIn(child.run).length > 0)) {
    const isPost = own.every(({ config }) => isJsonObject(config) && config['method'] === 'POST');
    const waits = run.status === 'running' && children.some((child) => child?.run.status === 'waiting');
    const isEnd = waits || ['recovered', 'waiting'].includes(run.status);
    return isPost && isEnd ? [] : [`${run.id} was interrupted and is ${run.status}`];
  }
  const expected = undisturbed.get(run.pipeline);
  if (expected === undefined) return [`${run.id} is of an unknown pipeline`];
  return outcomeOf(run) === expected ? [] : [`${run.id} ended as ${outcomeOf(run)}, undisturbed it is ${expected}`];
}

function interruptedIn({ stages }: Run): readonly Run['stages'][string][] {
  return Object.values(stages).filter(
    ({ component, error }) => component === 'http_request' && error?.type === 'INTERRUPTED',
  );
}

function gapsIn({ run, events }: EndedRun): readonly string[] {
  const isWhole = events.length === run.seq && events.every(({ seq }, index) => seq === index + 1);
  return isWhole ? [] : [`${run.id} has events ${events.map(({ seq }) => seq).join(',')} of ${run.seq}`];
}

function repeatedIn({ run, events }: EndedRun): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  for (const event of events) {
    const place = placeOf(event);
    if (place === undefined) continue;
    if (event.type === 'stage.started' && done.has(place)) found.push(`${run.id} started ${place} again`);
    if (isEnd(event)) done.add(place);
  }
  return found;
}

/** Of what a run called, nothing was called more often than it was started, and an unmarked POST not more than once. */
function miscalled({ run, events }: EndedRun, { received }: KillHistory): readonly string[] {
  const starts = countsOf(
    events.flatMap((event) => (event.type === 'stage.started' ? [pathOf(run.id, placeOf(event) ?? '')] : [])),
  );
  const ends = new Set(
    events.flatMap((event) => (event.type === 'stage.succeeded' ? [pathOf(run.id, placeOf(event) ?? '')] : [])),
  );
  const own = received.filter(({ url }) => url.startsWith(`/${run.id}/`));
  const calls = countsOf(own.map(({ url }) => url));
  const posts = new Set(own.flatMap(({ method, url }) => (method === 'POST' ? [url] : [])));
  return [
    ...[...calls]
      .filter(([url, count]) => count > (starts.get(url) ?? 0))
      .map(([url]) => `${url} was called unrecorded`),
    ...[...posts].filter((url) => (calls.get(url) ?? 0) > 1).map((url) => `the unmarked POST ${url} was repeated`),
    ...[...ends]
      .filter((url) => isCalled(run, url) && !calls.has(url))
      .map((url) => `${url} is said to have succeeded and was never called`),
  ];
}

function isCalled({ id, stages }: Run, url: string): boolean {
  return Object.entries(stages).some(([key, { component }]) => component === 'http_request' && pathOf(id, key) === url);
}

function takenBack({ runId, events }: KillHistory['seen'][number], { runs }: KillHistory): readonly string[] {
  const now = runs.get(runId)?.events ?? [];
  const isKept = JSON.stringify(now.slice(0, events.length)) === JSON.stringify(events);
  return isKept ? [] : [`${runId} no longer has what was seen of it`];
}

/** A stage that had been seen to have ended was called after that. */
function calledAgain(
  { runId, events, calls }: KillHistory['seen'][number],
  { received }: KillHistory,
): readonly string[] {
  const ended = new Set(events.flatMap((event) => (isEnd(event) ? [pathOf(runId, placeOf(event) ?? '')] : [])));
  return received
    .slice(calls)
    .flatMap(({ url }) => (ended.has(url) ? [`${url} was called after its end was seen`] : []));
}

function isEnd({ type }: RunEvent): boolean {
  return type === 'stage.succeeded' || type === 'stage.failed' || type === 'stage.skipped';
}

function placeOf(event: RunEvent): string | undefined {
  if (!('stage_id' in event) || event.stage_id === undefined || event.stage_id === null) return undefined;
  return ('instance' in event ? event.instance : undefined) ?? event.stage_id;
}

function pathOf(runId: string, place: string): string {
  return `/${runId}/${place.replace(/^\w+\[(\d+)\]\/(.+)$/, '$2-$1')}`;
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
