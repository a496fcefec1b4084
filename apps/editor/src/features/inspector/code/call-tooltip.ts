import { type EditorState, type Extension, Prec, StateEffect, StateField } from '@codemirror/state';
import { EditorView, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import type { ShownCall } from '../../../model/fields/call-help.ts';
import type { CodeLanguage, ExplainCall } from './code-language.ts';
import { templateAround } from './template-around.ts';

/** Shows above the caret how the call is written whose arguments it stands in, until it leaves them or Escape is pressed. */
export function callTooltip(explain: ExplainCall, language: CodeLanguage): Extension {
  const field = StateField.define<CallState>({
    create: () => NOTHING,
    update(before, transaction) {
      const { effects, docChanged, state } = transaction;
      if (effects.some((effect) => effect.is(leaveField))) return NOTHING;
      if (effects.some((effect) => effect.is(closeCall)))
        return { ...before, closed: before.call?.start, tooltip: null };
      const isByHand = HANDS.some((event) => transaction.isUserEvent(event));
      if (!isByHand && !(docChanged && before.call)) return before;
      const call = callAt(state, { explain, language });
      if (!call) return NOTHING;
      const closed = before.closed === call.start ? before.closed : undefined;
      return { closed, call, tooltip: closed === undefined ? toTooltip(call, state) : null };
    },
    provide: (own) => showTooltip.from(own, ({ tooltip }) => tooltip),
  });
  const close = (view: EditorView): boolean => {
    if (!view.state.field(field).tooltip) return false;
    view.dispatch({ effects: closeCall.of(null) });
    return true;
  };
  return [
    field,
    EditorView.domEventHandlers({
      blur: (_event, view) => {
        if (view.state.field(field).call) view.dispatch({ effects: leaveField.of(null) });
      },
    }),
    // Behind the list of completions, which the first Escape closes.
    Prec.low(keymap.of([{ key: 'Escape', run: close, stopPropagation: true }])),
  ];
}

interface CallState {
  /** Where the call begins that a person does not want to be told of. */
  readonly closed: number | undefined;
  readonly call: ShownCall | undefined;
  readonly tooltip: Tooltip | null;
}

const NOTHING: CallState = { closed: undefined, call: undefined, tooltip: null };

/** What a person does to text and caret, which tells that they are here. */
const HANDS = ['input', 'delete', 'select', 'move'] as const;

const closeCall = StateEffect.define<null>();
const leaveField = StateEffect.define<null>();

function callAt(
  { doc, selection: { main } }: EditorState,
  { explain, language }: { readonly explain: ExplainCall; readonly language: CodeLanguage },
): ShownCall | undefined {
  const around = main.empty ? templateAround(doc.toString(), main.head, language) : undefined;
  const call = around && explain(around.text, main.head - around.start);
  return call && { ...call, start: call.start + around.start };
}

function toTooltip(call: ShownCall, { selection, doc }: EditorState): Tooltip {
  return {
    pos: Math.min(call.start, selection.main.head, doc.length),
    above: true,
    strictSide: false,
    create: () => ({ dom: draw(call) }),
  };
}

function draw({ label, parameters, active, summary }: ShownCall): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'fm-code-call';
  dom.setAttribute('role', 'tooltip');
  dom.setAttribute('aria-live', 'polite');
  const code = dom.appendChild(document.createElement('code'));
  code.className = 'fm-code-signature';
  const present = active === undefined ? undefined : parameters[active];
  if (present) {
    const mark = document.createElement('mark');
    mark.textContent = label.slice(present.start, present.end);
    code.append(label.slice(0, present.start), mark, label.slice(present.end));
  } else code.textContent = label;
  dom.appendChild(document.createElement('p')).textContent = summary;
  return dom;
}
