import { type EditorState, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type TemplateTokenKind, tokenizeTemplate } from '@flowmason/pipeline-schema';
import { CODE_COLOURS } from './code-colours.ts';

/** Colours what stands in `{{ }}`, also inside the texts of a JSON. */
export const paintTemplate = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor({ state }: EditorView) {
      this.decorations = decorationsOf(state);
    }

    update({ docChanged, state }: ViewUpdate): void {
      if (docChanged) this.decorations = decorationsOf(state);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

/** The colours of the tokens, as a theme. */
export const templateColours = EditorView.theme(
  Object.fromEntries(Object.entries(CODE_COLOURS).map(([name, style]) => [`.${name}, .${name} > span`, { ...style }])),
);

function decorationsOf(state: EditorState): DecorationSet {
  const painted = new RangeSetBuilder<Decoration>();
  for (const { kind, start, end } of tokenizeTemplate(state.doc.toString())) {
    const mark = MARKS[kind];
    if (mark) painted.add(start, end, mark);
  }
  return painted.finish();
}

const [MARK, ROOT, MEMBER, CALL, WORD, VALUE, SIGN, INVALID] = [
  ...['mark', 'root', 'member', 'call', 'word', 'value', 'sign', 'invalid'],
].map((name) => Decoration.mark({ class: `fm-code-${name}` }));

const MARKS: Readonly<Record<TemplateTokenKind, Decoration | undefined>> = {
  text: undefined,
  blank: undefined,
  open: MARK,
  close: MARK,
  root: ROOT,
  member: MEMBER,
  filter: CALL,
  test: CALL,
  function: CALL,
  keyword: WORD,
  constant: VALUE,
  number: VALUE,
  string: VALUE,
  operator: SIGN,
  punctuation: SIGN,
  argument: SIGN,
  invalid: INVALID,
};
