import {
  type EvaluationMode,
  type ExprError,
  type ExpressionScope,
  encodeUrl,
  type Json,
} from '@flowmason/pipeline-schema';
import { AttemptBudget } from '../attempt-budget.ts';
import type { ConfigTree, TemplateText } from './config-tree.ts';
import { toExpressionError } from './expression-failure.ts';

/** A config with its templates resolved: `value` for the component, `display` for the journal, secrets by name. */
export type RenderedConfig = {
  readonly value: Json;
  readonly display: Json;
  /** What was missing and tolerated. */
  readonly warnings: readonly { readonly pointer: string; readonly error: ExprError }[];
};

/** What templates see; `masked` is for fields that get no values of secrets. */
export type Scopes = { readonly scope: ExpressionScope; readonly masked: ExpressionScope };

type Rendered = { readonly value: Json; readonly display: Json };
type Renderer = Scopes & {
  readonly nowMs: number;
  /** Methods that change what is there get no request with blanks in its body. */
  readonly isBodyStrict: boolean;
  readonly budget: AttemptBudget;
  readonly warnings: { pointer: string; error: ExprError }[];
};

const STRICT_BODY = new Set(['PUT', 'PATCH', 'DELETE']);

/**
 * Resolves every template of a config, once, by the policy of its field.
 * @throws {ComponentError} EXPRESSION or LIMIT naming the field, at the first template that fails.
 */
export function renderConfig(
  trees: ReadonlyMap<string, ConfigTree>,
  scopes: Scopes,
  nowMs: number,
  budget: AttemptBudget = new AttemptBudget(),
): RenderedConfig {
  const warnings: Renderer['warnings'] = [];
  const methodTree = trees.get('method');
  const method = methodTree
    ? render(methodTree, { ...scopes, nowMs, isBodyStrict: true, budget, warnings: [] }).value
    : undefined;
  const isBodyStrict = typeof method === 'string' && STRICT_BODY.has(method.toUpperCase());
  const renderer: Renderer = { ...scopes, nowMs, isBodyStrict, budget, warnings };
  const value: Record<string, Json> = {};
  const display: Record<string, Json> = {};
  for (const [key, tree] of trees) {
    const rendered = render(tree, renderer);
    value[key] = rendered.value;
    display[key] = rendered.display;
  }
  return { value, display, warnings };
}

function render(tree: ConfigTree, renderer: Renderer): Rendered {
  switch (tree.type) {
    case 'static':
      return { value: tree.value, display: tree.value };
    case 'template':
      return renderText(tree.text, renderer);
    case 'list': {
      const items = tree.items.map((item) => render(item, renderer));
      return { value: items.map(({ value }) => value), display: items.map(({ display }) => display) };
    }
    case 'object': {
      const value: Record<string, Json> = {};
      const display: Record<string, Json> = {};
      for (const [key, entry] of tree.entries) {
        const rendered = render(entry, renderer);
        value[key] = rendered.value;
        display[key] = rendered.display;
      }
      return { value, display };
    }
  }
}

function renderText(text: TemplateText, renderer: Renderer): Rendered {
  const { compiled, fault, pointer, policy } = text;
  if (!compiled) throw toExpressionError(fault, pointer, text.source);
  const place = `config${pointer.replaceAll('/', '.')}`;
  const { budget } = renderer;
  const options = { mode: modeOf(text, renderer), nowMs: renderer.nowMs, tank: budget.tank() };
  try {
    if (policy === 'url') return renderUrl(text, renderer);
    const scope = text.hidesSecrets ? renderer.masked : renderer.scope;
    const { value, warnings } = compiled.run(scope, options);
    budget.take(value, place);
    for (const error of warnings) renderer.warnings.push({ pointer, error });
    if (!text.usesSecrets) return { value: inField(policy, value), display: value };
    const display = compiled.display(renderer.masked, options);
    budget.take(display, place);
    return { value: text.hidesSecrets ? display : inField(policy, value), display };
  } catch (error) {
    throw toExpressionError(error, pointer, text.source);
  }
}

function renderUrl({ compiled, pointer }: TemplateText, { scope, nowMs, budget, warnings }: Renderer): Rendered {
  const rendered = compiled?.parts(scope, { mode: 'strict', nowMs, tank: budget.tank() });
  for (const error of rendered?.warnings ?? []) warnings.push({ pointer, error });
  const { url, display } = encodeUrl(rendered?.parts ?? []);
  budget.take(url, `config${pointer.replaceAll('/', '.')}`);
  return { value: url, display };
}

function modeOf({ policy }: TemplateText, { isBodyStrict }: Renderer): EvaluationMode {
  switch (policy) {
    case 'lenient':
    case 'condition':
      return policy;
    case 'body':
      return isBodyStrict ? 'strict' : 'lenient';
    default:
      return 'strict';
  }
}

/** A header is text: a number or a boolean that a template gives is written as such. */
function inField(policy: TemplateText['policy'], value: Json): Json {
  return policy === 'header' && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value;
}
