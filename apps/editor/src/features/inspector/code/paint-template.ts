import { type EditorState, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { TemplateTokenKind } from '@flowmason/pipeline-schema';
import { templateStretches } from '../../../model/code/template-stretches.ts';
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
  for (const { look, start, end } of templateStretches(state.doc.toString(), MARKS)) painted.add(start, end, look);
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
