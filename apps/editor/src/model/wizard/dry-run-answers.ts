import { builtinComponents } from '@flowmason/engine';
import {
  checkInput,
  childrenOf,
  type ExpressionNode,
  isJsonObject,
  type Json,
  type Pipeline,
  parseTemplate,
  type Stage,
} from '@flowmason/pipeline-schema';
import type { SimulatedAnswer, SimulatedAnswers } from '@flowmason/templates';
import { SampleTree } from '../fields/sample-tree.ts';
import { sampleOfSchema } from '../fields/scope-sample-value.ts';

/**
 * An answer for every stage that asks something outside, made of what the pipeline does with it: each path that a template
 * reads is there, with the value that it is compared with where there is one. What nobody reads is not made up.
 */
export function deriveAnswers(pipeline: Pipeline): SimulatedAnswers {
  const wishes = collectWishes(pipeline);
  return Object.fromEntries(
    pipeline.stages.flatMap((stage) => {
      const answer = answerFor(stage, wishes.get(stage.id) ?? new SampleTree());
      return answer ? [[stage.id, [answer]] as const] : [];
    }),
  );
}

/** Whether a dry run has to answer for the stage, because a real run would leave the process. */
export function needsAnswer({ component }: Pick<Stage, 'component'>): boolean {
  const effect = builtinComponents.get(component)?.effect;
  return effect === 'http' || effect === 'model' || component === 'subpipeline';
}

/** How long an answer takes that nobody has said anything about. */
const DELAY_MS = { http: 200, model: 2_000 } as const;

function answerFor(stage: Stage, wishes: SampleTree): SimulatedAnswer | undefined {
  if (stage.component === 'subpipeline') return { kind: 'output', output: wishes.toJson() ?? {} };
  switch (builtinComponents.get(stage.component)?.effect) {
    case 'http': {
      const body = wishes.at('body')?.toJson();
      const status = wishes.at('status_code')?.toJson() ?? firstStatus(stage.config['expect_status']);
      return {
        kind: 'response',
        status: typeof status === 'number' && status >= 100 && status <= 599 ? status : 200,
        delay_ms: DELAY_MS.http,
        body: body ?? {},
      };
    }
    case 'model':
      return { kind: 'model', content: modelContent(stage, wishes), delay_ms: DELAY_MS.model };
    default:
      return undefined;
  }
}

/** What a model says: JSON with what is read of it, as far as that fits the schema of the answer; else a sentence. */
function modelContent({ config }: Stage, wishes: SampleTree): string {
  const own = wishes.without(MODEL_KEYS).toJson();
  const json = wishes.at('json')?.toJson();
  const read = { ...(isJsonObject(json) ? json : {}), ...(isJsonObject(own) ? own : {}) };
  const { output_schema: schema } = config;
  const fitting = sampleOfSchema(schema);
  const content = { ...(isJsonObject(fitting) ? fitting : {}) };
  for (const [key, value] of Object.entries(read)) {
    const isFit = !isJsonObject(schema) || checkInput(schema, { ...content, [key]: value }).problems.length === 0;
    if (isFit || content[key] === undefined) content[key] = value;
  }
  if (Object.keys(content).length === 0 && config['output_format'] !== 'json') return 'A simulated answer.';
  return JSON.stringify(content);
}

const MODEL_KEYS = ['content', 'json', 'model', 'usage', 'finish_reason'];

/** The first status that the stage expects; undefined when it says nothing, or a range that begins with 200. */
function firstStatus(expected: Json | undefined): number | undefined {
  const [first = expected] = Array.isArray(expected) ? expected : [];
  if (typeof first === 'number') return first;
  const digits = typeof first === 'string' ? /^(\d)(\d\d|xx)/i.exec(first) : null;
  return digits ? Number(`${digits[1]}${digits[2]?.toLowerCase() === 'xx' ? '00' : digits[2]}`) : undefined;
}

function collectWishes(pipeline: Pipeline): ReadonlyMap<string, SampleTree> {
  const wishes = new Map<string, SampleTree>();
  const treeOf = (stageId: string): SampleTree => {
    const tree = wishes.get(stageId) ?? new SampleTree();
    wishes.set(stageId, tree);
    return tree;
  };
  const read = (text: string, own?: string): void => {
    for (const node of expressionsIn(text)) wish(node, { treeOf, own });
  };
  for (const { id, config, retry } of pipeline.stages) {
    for (const text of textsIn(config)) read(text);
    if (retry?.condition !== undefined) read(retry.condition, id);
  }
  for (const text of textsIn(pipeline.output_mapping ?? {})) read(text);
  return wishes;
}

interface WishContext {
  readonly treeOf: (stageId: string) => SampleTree;
  /** The stage whose retry condition this is: there `output` is its own, and what is true means "not yet". */
  readonly own: string | undefined;
}

function wish(node: ExpressionNode, context: WishContext): void {
  if (node.kind === 'compare') {
    const [only] = node.rest;
    if (only && node.rest.length === 1) wishFromComparison(node.first, only, context);
  }
  if (node.kind === 'filter' && LIST_FILTERS.has(node.name)) pathOf(node.input, context)?.tree.addList();
  pathOf(node, context);
  for (const child of childrenOf(node)) wish(child, context);
}

/** The value that makes a comparison true, or false where true means "try again". */
function wishFromComparison(
  left: ExpressionNode,
  { operator, operand }: { readonly operator: string; readonly operand: ExpressionNode },
  context: WishContext,
): void {
  const place = pathOf(left, context);
  if (!place || operand.kind !== 'literal' || operand.value === null) return;
  const isWanted = context.own === undefined ? operator === '==' : operator === '!=';
  if (isWanted) place.tree.suggest(operand.value);
  else if (typeof operand.value === 'number' && operator !== '==') place.tree.suggest(operand.value);
  else if (typeof operand.value === 'string') place.tree.suggest(`not ${operand.value}`, { isWeak: true });
}

const LIST_FILTERS = new Set([
  'length',
  'count',
  'first',
  'last',
  'map',
  'select',
  'reject',
  'selectattr',
  'rejectattr',
  'join',
  'sum',
]);

/** The place of a stage's output that a node reads, made in its tree; undefined for every other node. */
function pathOf(node: ExpressionNode, context: WishContext): { readonly tree: SampleTree } | undefined {
  const steps = stepsOf(node);
  if (!steps) return undefined;
  const [root, ...path] = steps;
  if (root === 'output' && context.own !== undefined) return { tree: context.treeOf(context.own).place(path) };
  const [stageId, member, ...inner] = path;
  if (root !== 'stages' || typeof stageId !== 'string' || member !== 'output') return undefined;
  return { tree: context.treeOf(stageId).place(inner) };
}

/** The steps of a path of names and fixed positions; a computed step counts as the first item. */
function stepsOf(node: ExpressionNode): readonly (string | number)[] | undefined {
  if (node.kind === 'root') return [node.name];
  if (node.kind === 'member') {
    const before = stepsOf(node.object);
    return before && [...before, node.name];
  }
  if (node.kind !== 'index') return undefined;
  const before = stepsOf(node.object);
  const key = node.key.kind === 'literal' ? node.key.value : 0;
  return before && [...before, typeof key === 'string' || typeof key === 'number' ? key : 0];
}

function expressionsIn(text: string): readonly ExpressionNode[] {
  try {
    return parseTemplate(text).parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : []));
  } catch {
    return []; // the reader reports the fault, at its place
  }
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return value.includes('{{') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
