import { compileTemplate, ExprError, type Json, type Pipeline, type RunConcurrency } from '@flowmason/pipeline-schema';
import { RunnerError } from '../../runner-error.ts';
import type { RunWorld } from '../run-world.ts';

/** What the key may be made of, and where the run takes place. */
export interface KeyScope {
  readonly input: Json;
  readonly world: Pick<RunWorld, 'env' | 'secrets' | 'sandbox'>;
  readonly nowMs: number;
}

const ROOTS = Object.freeze(['env', 'input']);
/** Enough for every name of a service; a key is shown in lists and messages. */
const MAX_KEY = 300;

/**
 * The turns that a run of `pipeline` takes; undefined when it may overlap with others.
 * @throws {RunnerError} `input_invalid` when a part of the key is missing or empty: half a key would lock the wrong thing.
 */
export function concurrencyOf({ settings }: Pipeline, scope: KeyScope): RunConcurrency | undefined {
  if (settings.concurrency === undefined) return undefined;
  const { key, policy, limit } = settings.concurrency;
  const { sandbox, secrets } = scope.world;
  const text = secrets.mask(keyText(key, scope)); // as it is recorded
  return { key: sandbox === undefined ? text : `${SANDBOX}${text}`, policy, limit };
}

/** A rehearsal touches nothing real, so it neither waits for real runs nor ends them. */
const SANDBOX = 'sandbox:';

function keyText(template: string, { input, world, nowMs }: KeyScope): string {
  const text = partsOf(template, { input, env: world.env }, nowMs)
    .map(({ kind, value }) => (kind === 'text' ? String(value) : partText(value, template)))
    .join('');
  if (text.length > MAX_KEY)
    throw refusal(template, `gives a text of ${text.length} characters; ${MAX_KEY} are possible`);
  return text;
}

function partsOf(template: string, scope: { readonly input: Json; readonly env: RunWorld['env'] }, nowMs: number) {
  try {
    return compileTemplate(template, { roots: ROOTS }).parts(scope, { mode: 'strict', nowMs }).parts;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    throw refusal(template, `fails: ${error.message}`, error);
  }
}

function partText(value: Json | undefined, template: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && value.trim() !== '') return value;
  const what =
    value === null || value === undefined ? 'nothing' : typeof value === 'string' ? 'an empty text' : 'no text';
  throw refusal(template, `has a part that is ${what}`);
}

function refusal(template: string, why: string, cause?: unknown): RunnerError {
  return new RunnerError(
    'input_invalid',
    `The key of the pipeline's concurrency, ${JSON.stringify(template)}, ${why}, so nothing was started: with half a key it would wait for the wrong runs. Give the input that the key reads.`,
    { cause },
  );
}
