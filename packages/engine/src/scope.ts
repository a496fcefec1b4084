import {
  type ExpressionScope,
  isJsonObject,
  type Json,
  type JsonObject,
  type Reference,
} from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { RunPorts } from './ports.ts';
import { type Frame, type Instance, type RunState, scopeOf } from './state.ts';

/** For whom names are looked up: a stage in its frame, or the run as a whole once it has ended. */
export type Reader = { readonly instance: Instance | undefined; readonly attempt: number; readonly nowMs: number };

/**
 * The names that templates of `reader` may use, as far as `refs` ask for them: only what is read is put together, so
 * a scope costs the same in a pipeline of ten stages and of ten thousand.
 * With `secretsRead` the secrets have their values, and the names of those that are looked at are added there; without it
 * they stand masked, as they would be in any result.
 */
export function buildScope(
  state: RunState,
  ports: Pick<RunPorts, 'secrets' | 'env'>,
  reader: Reader,
  refs: readonly Reference[],
  secretsRead?: Set<string>,
): ExpressionScope {
  const scope: Record<string, unknown> = { input: state.input, env: ports.env };
  const roots = new Set(refs.map(({ root }) => root));
  if (roots.has('stages')) scope['stages'] = stagesIn(state, reader, refs);
  if (roots.has('secrets')) scope['secrets'] = secretsIn(ports, refs, secretsRead);
  if (roots.has('execution')) scope['execution'] = executionOf(state, reader);
  if (roots.has('vars')) scope['vars'] = variablesFor(state, reader);
  if (roots.has('attempt')) scope['attempt'] = reader.attempt;
  if (roots.has('context')) scope['context'] = loopValues(reader.instance?.frame ?? state.root);
  if (reader.instance) {
    if (roots.has('error')) addError(scope, reader.instance);
    addLoops(scope, reader.instance.frame);
  }
  return scope;
}

function stagesIn(state: RunState, { instance }: Reader, refs: readonly Reference[]): Record<string, unknown> {
  const stages: Record<string, unknown> = Object.create(null);
  const wanted = refs.filter(({ root }) => root === 'stages');
  const ids = wanted.some(({ path }) => typeof path[0] !== 'string')
    ? state.plan.stages.keys()
    : new Set(wanted.map(({ path }) => String(path[0])));
  for (const id of ids) {
    const found = findInstance(state, instance?.frame ?? state.root, id);
    const readsResult = wanted.some(({ path }) => path[0] === id && path[1] === 'output' && path[2] === 'result');
    if (found) stages[id] = viewOf(found, readsResult);
    else if (state.plan.stages.has(id)) stages[id] = { status: 'pending' };
  }
  return stages;
}

/** The instance that an id means in a frame: that of the same iteration first, then those around it. */
function findInstance(state: RunState, frame: Frame, id: string): Instance | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.owner?.frame) {
    const found = state.instances.get(at.prefix + id);
    if (found) return found;
  }
  return undefined;
}

/** What `stages.X` has. A stage that did not succeed has no output, so that reading it is a missing value. */
function viewOf(instance: Instance, readsResult: boolean): Record<string, unknown> {
  const { status, attempts, error, output, planned } = instance;
  const view: Record<string, unknown> = { status, error: error ?? null, attempts };
  if (attempts > 0) {
    const endMs = instance.settledMs || instance.attemptMs;
    view['started_at'] = new Date(instance.startedMs).toISOString();
    view['duration_ms'] = endMs - instance.startedMs;
  }
  const hasOutput = status === 'succeeded' || instance.tolerated || output !== null;
  if (hasOutput)
    view['output'] = readsResult && planned.stage.component === 'json_transform' ? withResult(output) : output;
  return view;
}

/** The output of a json_transform is the result itself; `.result` means it too, unless it has a key of that name. */
function withResult(output: Json): Json {
  if (!isJsonObject(output)) return { result: output };
  if (Object.hasOwn(output, 'result')) return output;
  return Object.defineProperty({ ...output }, 'result', { value: output, enumerable: false });
}

function secretsIn(
  { secrets }: Pick<RunPorts, 'secrets'>,
  refs: readonly Reference[],
  secretsRead: Set<string> | undefined,
): Record<string, unknown> {
  const found: Record<string, unknown> = Object.create(null);
  for (const { root, path } of refs) {
    const name = path[0];
    if (root !== 'secrets' || typeof name !== 'string') continue;
    const value = secrets.find(name);
    if (value === undefined) continue;
    const get = () => {
      secretsRead?.add(name);
      return secretsRead ? value : `•••${name}`;
    };
    Object.defineProperty(found, name, { get, enumerable: true, configurable: true });
  }
  return found;
}

function executionOf(state: RunState, { instance, attempt, nowMs }: Reader): JsonObject {
  const duration = nowMs - state.startedMs;
  const { name, version } = state.plan.pipeline;
  return {
    id: state.runId,
    run_id: state.runId,
    pipeline: name,
    version,
    started_at: new Date(state.startedMs).toISOString(),
    duration_ms: duration,
    duration,
    stage_id: instance?.planned.id ?? null,
    attempt,
    trigger: state.trigger,
    stages_completed: state.completed,
  };
}

/** The variables that stages upstream have set; of two that set the same one the later. */
function variablesFor(state: RunState, { instance }: Reader): Record<string, unknown> {
  const variables: Record<string, unknown> = Object.create(null);
  const { graph, stages } = state.plan;
  const setters = [...stages.values()].filter(({ stage }) => stage.component === 'variable_set');
  const upstream = setters.filter(({ id }) => !instance || graph.isUpstream(instance.planned.id, id));
  const settled = upstream
    .flatMap(({ id }) => findInstance(state, instance?.frame ?? state.root, id) ?? [])
    .filter(({ status }) => status === 'succeeded')
    .sort((a, b) => a.settledAs - b.settledAs);
  for (const { output } of settled) if (isJsonObject(output)) Object.assign(variables, output);
  return variables;
}

/** `error` is what the innermost block around has caught; in its finally null when nothing failed. */
function addError(scope: Record<string, unknown>, instance: Instance): void {
  for (let at: Instance | undefined = instance; at !== undefined; at = scopeOf(at)) {
    const role = at.planned.scope?.role;
    if (role !== 'catch' && role !== 'finally') continue;
    scope['error'] = scopeOf(at)?.block?.failure ?? null;
    return;
  }
}

const LoopNames = z.object({ item_variable: z.string().default('item'), index_variable: z.string().default('index') });

/** What the loops around give names to, and `item`, `index`, `loop` of the innermost; names of the scope itself come first. */
function addLoops(scope: Record<string, unknown>, innermost: Frame): void {
  const loop = innermost.owner?.loop;
  if (!loop) return;
  const { index } = innermost;
  const total = loop.items.length;
  const values = {
    item: loop.items[index] ?? null,
    index,
    loop: { index, number: index + 1, total, first: index === 0, last: index === total - 1 },
    ...loopValues(innermost),
  };
  for (const [name, value] of Object.entries(values)) if (!Object.hasOwn(scope, name)) scope[name] = value;
}

/** The items and indexes of the loops around by the names that the loops give them; of equal names the innermost. */
function loopValues(innermost: Frame): Readonly<Record<string, unknown>> {
  const values: [string, unknown][] = [];
  for (let frame = innermost; frame.owner?.loop; frame = frame.owner.frame) {
    const names = LoopNames.safeParse(frame.owner.planned.stage.config).data;
    values.unshift(
      [names?.item_variable ?? 'item', frame.owner.loop.items[frame.index] ?? null],
      [names?.index_variable ?? 'index', frame.index],
    );
  }
  return Object.fromEntries(values);
}

/** Names that loops around a stage give to their item and index, beside the usual ones. */
export function loopNames(instance: Instance): readonly string[] {
  const found: string[] = [];
  for (let frame = instance.frame; frame.owner; frame = frame.owner.frame) {
    const names = LoopNames.safeParse(frame.owner.planned.stage.config).data;
    if (names) found.push(names.item_variable, names.index_variable);
  }
  return [...new Set(found)];
}
