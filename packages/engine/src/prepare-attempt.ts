import {
  type ConditionTrace,
  compileTemplate,
  EXPRESSION_ROOTS,
  ExprError,
  type FuelTank,
  type Json,
  type JsonObject,
  type Reference,
} from '@flowmason/pipeline-schema';
import type { z } from 'zod';
import { AttemptBudget } from './attempt-budget.ts';
import type { ChoiceContext, Component, ShownConfig } from './component.ts';
import { ComponentError } from './errors.ts';
import { jsonOf } from './json-of.ts';
import type { PlannedStage } from './plan.ts';
import type { RunPorts } from './ports.ts';
import { type ConfigTree, compileConfig, templatesIn } from './render/config-tree.ts';
import { secretsToDataHost } from './render/data-host.ts';
import { explain } from './render/expression-failure.ts';
import { renderConfig } from './render/render-config.ts';
import { isUrlSecret, refusalOfMisuse, type SecretMisuse, secretMisusesIn } from './render/secret-reads.ts';
import { findSentMask, refusalOfMask } from './render/sent-masks.ts';
import { buildScope, loopNames, type Reader } from './scope.ts';
import type { Frame, Instance, RunState } from './state.ts';

/** An attempt that is ready to run: what the journal shows of its config, and what the component gets. */
export type PreparedAttempt = {
  readonly display: Json;
  readonly warnings: readonly AttemptWarning[];
} & (
  | {
      readonly component: Component;
      readonly config: unknown;
      /** Names of the secrets whose values went into `config`, in whatever form. */
      readonly secretsRead: readonly string[];
      /** See `ComponentContext`. */
      readonly shown?: ShownConfig | undefined;
      readonly failure: undefined;
    }
  | { readonly failure: ComponentError }
);

/** What was missing and tolerated, as the journal tells it. */
export type AttemptWarning = { readonly code: string; readonly message: string };

/** Resolves the templates of a stage's config and checks the result against its component's schema. */
export function prepareAttempt(
  state: RunState,
  ports: RunPorts,
  reader: Reader & { readonly instance: Instance },
): PreparedAttempt {
  const { planned } = reader.instance;
  const { component, stage } = planned;
  if (!component) {
    const failure = new ComponentError('VALIDATION', `there is no component "${stage.component}"; see \`fm validate\``);
    return { display: stage.config, warnings: [], failure };
  }
  if (component.choose)
    return {
      component,
      config: stage.config,
      secretsRead: [],
      display: stage.config,
      warnings: [],
      failure: undefined,
    };
  const compiled = compiledConfig(planned, reader.instance);
  if (compiled.parsed)
    return { component, ...compiled.parsed, secretsRead: [], display: stage.config, warnings: [], failure: undefined };
  try {
    // Whoever sends nothing has no use for values: its results would hold them in forms that nobody recognises.
    const isSender = component.effect === 'http';
    const misuse = isSender ? compiled.misuses.find(({ name }) => ports.secrets.isBound?.(name)) : undefined;
    if (misuse) throw refusalOfMisuse(misuse);
    const secretsRead = new Set<string>();
    const masked = buildScope(state, ports, reader, compiled.refs);
    const scope =
      isSender && compiled.readsSecrets ? buildScope(state, ports, reader, compiled.refs, secretsRead) : masked;
    const { value, display, warnings } = renderConfig(compiled.trees, { scope, masked }, reader.nowMs);
    const missing = warnings.map(({ pointer, error }) => ({
      code: error.code,
      message: `config${pointer.replaceAll('/', '.')}: ${explain(error)}`,
    }));
    const notes = [...missing, ...warnOfDataHost(compiled, ports, reader)];
    const parsed = component.config.safeParse(value);
    if (!parsed.success) return { display, warnings: notes, failure: toConfigError(parsed.error) };
    const isSecret = (name: string) => ports.secrets.find(name) !== undefined;
    const mask = isSender ? findSentMask(compiled.trees, value, isSecret) : undefined;
    if (mask) return { display, warnings: notes, failure: refusalOfMask(mask) };
    if (compiled.refs.length === 0 && compiled.isStatic) compiled.parsed = { config: parsed.data };
    return {
      component,
      config: parsed.data,
      secretsRead: [...secretsRead],
      shown: secretsRead.size > 0 ? { config: display, isUrlSecret: compiled.isUrlSecret } : undefined,
      display,
      warnings: notes,
      failure: undefined,
    };
  } catch (error) {
    if (error instanceof ComponentError) return { display: stage.config, warnings: [], failure: error };
    throw error;
  }
}

/** Said once for a stage, however often it tries and however many items its loop has. */
function warnOfDataHost(
  { toDataHost }: CompiledConfig,
  { secrets }: RunPorts,
  { instance, attempt }: Reader & { readonly instance: Instance },
): readonly AttemptWarning[] {
  if (attempt > 1 || isLaterIteration(instance)) return [];
  const loose = toDataHost.filter((name) => secrets.isBound?.(name) === false);
  if (loose.length === 0) return [];
  const them = loose.length === 1 ? `the secret ${loose[0]}` : `the secrets ${loose.join(', ')}`;
  const message = `config.url: data decides which host gets ${them}, and nothing limits where that may be. Bind ${loose.length === 1 ? 'it' : 'them'} to hosts, or write the host into the pipeline`;
  return [{ code: 'secret_to_data_host', message }];
}

function isLaterIteration({ frame: innermost }: Instance): boolean {
  for (let frame: Frame | undefined = innermost; frame !== undefined; frame = frame.owner?.frame) {
    if (frame.index > 0) return true;
  }
  return false;
}

type CompiledConfig = {
  readonly trees: ReadonlyMap<string, ConfigTree>;
  readonly refs: readonly Reference[];
  /** Nothing in it varies, so it is parsed once for all attempts. */
  readonly isStatic: boolean;
  /** Secrets that go where data says. */
  readonly toDataHost: readonly string[];
  readonly readsSecrets: boolean;
  /** Of secrets, should they be bound to hosts. */
  readonly misuses: readonly SecretMisuse[];
  readonly isUrlSecret: boolean;
  parsed: { readonly config: unknown } | undefined;
};

const compiledConfigs = new WeakMap<PlannedStage, CompiledConfig>();

function compiledConfig(planned: PlannedStage, instance: Instance): CompiledConfig {
  const known = compiledConfigs.get(planned);
  if (known) return known;
  const trees = compileConfig(planned.stage.config, planned.component?.fields ?? {}, rootsFor(instance));
  const templates = templatesIn(trees.values());
  const refs = templates.flatMap(({ compiled }) => compiled?.refs ?? []);
  const compiled = {
    trees,
    refs,
    isStatic: templates.length === 0,
    toDataHost: secretsToDataHost(trees),
    readsSecrets: refs.some(({ root }) => root === 'secrets'),
    misuses: secretMisusesIn(trees),
    isUrlSecret: isUrlSecret(trees.get('url')),
    parsed: undefined,
  };
  compiledConfigs.set(planned, compiled);
  return compiled;
}

/** The names that may begin a path in templates of this stage: the usual ones (undefined) or, in loops, theirs too. */
export function rootsFor(instance: Instance): readonly string[] | undefined {
  const names = loopNames(instance).filter((name) => !EXPRESSION_ROOTS.includes(name));
  return names.length > 0 ? [...EXPRESSION_ROOTS, ...names] : undefined;
}

function toConfigError(error: z.ZodError): ComponentError {
  const problems = error.issues.map(({ path, message }) => `${['config', ...path].join('.')}: ${message}`);
  return new ComponentError('VALIDATION', problems.slice(0, 5).join('; '), {
    details: { problems },
    retryable: false,
  });
}

/** What `choose` may ask: templates are evaluated for this stage, and leave their traces. */
export function createChoiceContext(
  state: RunState,
  ports: RunPorts,
  reader: Reader & { readonly instance: Instance },
  log: ChoiceContext['log'],
): ChoiceContext {
  const budget = new AttemptBudget();
  const roots = rootsFor(reader.instance);
  const ask = (name: string, template: Json, mode: 'condition' | 'lenient') => {
    const question = { name, template, mode, nowMs: reader.nowMs, roots, tank: budget.tank() };
    const answer = traceTemplate(question, (refs) => buildScope(state, ports, reader, refs));
    budget.take(answer.result, `config.${name}`);
    budget.take(jsonOf(answer), `config.${name}`);
    return answer;
  };
  return {
    condition: (name, template) => ask(name, template, 'condition'),
    value: (name, template) => ask(name, template, 'lenient'),
    log,
  };
}

/** Evaluates a template for a decision; what fails becomes part of the trace. */
export function traceTemplate(
  question: {
    readonly name: string;
    readonly template: Json;
    readonly mode: 'condition' | 'lenient';
    readonly nowMs: number;
    readonly roots: readonly string[] | undefined;
    readonly tank?: FuelTank;
  },
  scopeFor: (refs: readonly Reference[]) => JsonObject | Readonly<Record<string, unknown>>,
): ConditionTrace {
  const { name, template, mode, nowMs, roots, tank } = question;
  if (typeof template !== 'string') {
    const isVerdict = mode === 'lenient' || typeof template === 'boolean';
    return isVerdict ? { name, result: template } : { name, result: null, error: 'must be true or false' };
  }
  try {
    const compiled = compileTemplate(template, roots ? { roots } : {});
    const scope = scopeFor(compiled.refs);
    const [trace] = compiled.trace(scope, { mode, nowMs, tank });
    try {
      const { value } = compiled.run(scope, { mode, nowMs, tank });
      const isSecret = compiled.refs.some(({ root }) => root === 'secrets') && typeof value !== 'boolean';
      return { name, result: isSecret ? '[secret]' : value, ...(trace && { trace }) };
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      return { name, result: null, error: explain(error), ...(trace && { trace }) };
    }
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { name, result: null, error: explain(error) };
  }
}
