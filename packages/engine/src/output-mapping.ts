import { findJsonExcess, isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';
import { AttemptBudget } from './attempt-budget.ts';
import { ComponentError } from './errors.ts';
import type { RunPorts } from './ports.ts';
import { type ConfigTree, compileConfig, templatesIn } from './render/config-tree.ts';
import { renderConfig } from './render/render-config.ts';
import { buildScope } from './scope.ts';
import type { Instance, RunState } from './state.ts';

/** What a run gives back, and what went wrong while it was put together. */
export type RunOutput = { readonly output: Json; readonly warnings: readonly { code: string; message: string }[] };

/**
 * The output of a run that has ended, however it ended (`spec.md` §2.1): what a `return` gave, else the output mapping,
 * else the output stage's output, else that of the executed terminal stages. An entry of the mapping that fails is
 * null, with a warning: the end of a run is no place to fail. So is an output that is too large.
 */
export function outputOf(state: RunState, ports: RunPorts, nowMs: number): RunOutput {
  const { output, warnings } = chooseOutput(state, ports, nowMs);
  const excess = findJsonExcess(output);
  if (excess === undefined) return { output, warnings };
  const message = `the output of the run ${excess}, so it has none; choose the parts that matter in output_mapping`;
  return { output: null, warnings: [...warnings, { code: 'output-too-large', message }] };
}

function chooseOutput(state: RunState, ports: RunPorts, nowMs: number): RunOutput {
  const { output_mapping, output_stage_id } = state.plan.pipeline;
  if (state.returnedBy && isJsonObject(state.returnedBy.output)) {
    return { output: state.returnedBy.output['value'] ?? null, warnings: [] };
  }
  if (output_mapping) return mapOutput(output_mapping, { state, ports, nowMs });
  const chosen = output_stage_id === undefined ? undefined : state.instances.get(output_stage_id);
  return { output: chosen ? chosen.output : terminalOutput(state), warnings: [] };
}

type Site = { readonly state: RunState; readonly ports: RunPorts; readonly nowMs: number };
type Mapping = Site & { readonly budget: AttemptBudget };

function mapOutput(mapping: JsonObject, site: Site): RunOutput {
  const rules = Object.fromEntries(Object.keys(mapping).map((key) => [key, { policy: 'lenient' as const }]));
  const budget = new AttemptBudget();
  const output: Record<string, Json> = {};
  const warnings: { code: string; message: string }[] = [];
  for (const [key, tree] of compileConfig(mapping, rules, undefined)) {
    const entry = mapEntry(key, tree, { ...site, budget });
    output[key] = entry.output;
    warnings.push(...entry.warnings);
  }
  return { output, warnings };
}

function mapEntry(key: string, tree: ConfigTree, { state, ports, nowMs, budget }: Mapping): RunOutput {
  const refs = templatesIn([tree]).flatMap(({ compiled }) => compiled?.refs ?? []);
  const scope = buildScope(state, ports, { instance: undefined, attempt: 0, nowMs }, refs);
  try {
    const { display, warnings } = renderConfig(new Map([[key, tree]]), { scope, masked: scope }, nowMs, budget);
    const messages = warnings.map(({ error }) => ({
      code: error.code,
      message: `output_mapping.${key}: ${error.message}`,
    }));
    return { output: (isJsonObject(display) ? display[key] : undefined) ?? null, warnings: messages };
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    const message = error.message.replace(/^config\./, 'output_mapping.');
    return { output: null, warnings: [{ code: 'output-mapping-failed', message }] };
  }
}

/** The output of the single terminal stage that was executed, else those of all of them by id. */
function terminalOutput(state: RunState): Json {
  const executed = state.root.instances.filter((instance) => instance.status === 'succeeded' && isTerminal(instance));
  const [only] = executed;
  if (executed.length === 1 && only) return only.output;
  return Object.fromEntries(executed.map(({ planned, output }) => [planned.id, output]));
}

/** Nothing comes after it, and no scope speaks for it. */
function isTerminal({ planned }: Instance): boolean {
  return planned.dependents.length === 0 && planned.innerDependents.length === 0 && planned.scope === undefined;
}
