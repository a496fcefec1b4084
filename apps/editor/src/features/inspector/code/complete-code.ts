import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  startCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { ExpressionCompletion } from '../../../model/fields/expression-completion.ts';
import type { CodeLanguage, CompleteTemplate } from './code-language.ts';
import { templateAround } from './template-around.ts';

/** Offers what could stand in an expression, also in one inside a text of a JSON. */
export function completeCode(complete: CompleteTemplate, language: CodeLanguage): CompletionSource {
  return (context) => {
    const { pos, state } = context;
    const around = templateAround(state.doc.toString(), pos, language);
    if (!around) return null;
    const options = complete(around.text, pos - around.start).filter((option) => isWanted(option, context));
    const [first] = options;
    return first ? toResult(options, first, around.start) : null;
  };
}

/** A template is begun by whoever types a brace or asks; nobody else wants to hear of it. */
function isWanted({ kind }: ExpressionCompletion, { explicit, pos, state }: CompletionContext): boolean {
  return kind !== 'template' || explicit || state.sliceDoc(pos - 1, pos) === '{';
}

function toResult(
  options: readonly ExpressionCompletion[],
  first: ExpressionCompletion,
  base: number,
): CompletionResult {
  const common = Math.max(...options.map(({ from }) => from));
  return {
    from: base + common,
    to: base + first.to,
    options: options.map((option, index) => toOption(option, { base, rank: -index })),
    validFor: /^[\w-]*$/,
  };
}

function toOption(option: ExpressionCompletion, { base, rank }: { base: number; rank: number }): Completion {
  const { label, kind, detail, docs, apply, from } = option;
  return {
    label,
    type: kind,
    detail,
    boost: Math.max(-99, rank),
    ...(docs !== '' && { info: () => toInfo(detail, docs) }),
    // One that replaces more than the others do, such as the dot before a name in brackets, begins where it says.
    apply: (view, _completion, _start, end) => insert(view, { from: base + from, to: end, text: apply }),
  };
}

/** The arguments in full, and what it does. */
function toInfo(signature: string, docs: string): HTMLElement {
  const info = document.createElement('div');
  const code = info.appendChild(document.createElement('code'));
  code.textContent = signature;
  code.className = 'fm-code-signature';
  const text = info.appendChild(document.createElement('p'));
  text.textContent = docs;
  return info;
}

/** Puts the caret between brackets that are to be filled, and offers what could stand there. */
function insert(view: EditorView, { from, to, text }: { from: number; to: number; text: string }): void {
  const isCall = text.endsWith('()');
  const isTemplate = text === '{{ }}';
  // A template that was begun by hand may already have its closing braces.
  const closed = isTemplate ? (/^\}{0,2}/.exec(view.state.sliceDoc(to, to + 2))?.[0].length ?? 0) : 0;
  const anchor = from + (isCall ? text.length - 1 : isTemplate ? 3 : text.length);
  view.dispatch({
    changes: { from, to: to + closed, insert: isTemplate ? '{{  }}' : text },
    selection: { anchor },
    userEvent: 'input.complete',
  });
  if (isTemplate) startCompletion(view);
}
