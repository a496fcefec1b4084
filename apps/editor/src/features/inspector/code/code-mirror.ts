import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { standardKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { Compartment, EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  placeholder,
  tooltips,
} from '@codemirror/view';
import { diffEdit } from '../../../model/document/text-history.ts';
import { pageRegion } from '../../../ui/page-region.ts';
import { callTooltip } from './call-tooltip.ts';
import type { CodeLanguage, CodeMark, CompleteTemplate, ExplainCall } from './code-language.ts';
import { codeTheme, jsonColours } from './code-theme.ts';
import { completeCode } from './complete-code.ts';
import { fromOutside, oneLine } from './one-line.ts';
import { paintTemplate, templateColours } from './paint-template.ts';
import { referenceAt } from './reference-at.ts';
import { isJsonLike } from './template-around.ts';

/** What a code editor is made of. The callbacks are asked anew at every use, so they may change what they answer. */
export interface CodeEditorSetup {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly language: CodeLanguage;
  readonly isMultiline: boolean;
  readonly placeholder: string;
  readonly complete: CompleteTemplate;
  readonly explainCall: ExplainCall;
  /** Called for what a person changes, not for `setText`. */
  readonly onChange: (text: string) => void;
  /** Where it goes on from the field that it replaces. */
  readonly caret: CodeCaret | undefined;
}

/** What is marked in a field, as offsets, and whether a person is writing there. */
export interface CodeCaret {
  readonly from: number;
  readonly to: number;
  readonly hasFocus: boolean;
}

/** A mounted code editor. Undo is the document's: it keeps no history of its own. */
export interface CodeEditor {
  /** Replaces what differs, with the caret kept where it was. */
  setText(text: string): void;
  setMarks(marks: readonly CodeMark[]): void;
  setAttributes(attributes: Readonly<Record<string, string>>): void;
  /** Puts a reference in place of the selection, in `{{ }}` unless the caret stands in them, and takes the focus. */
  insert(reference: string): void;
  caret(): CodeCaret;
  focus(): void;
  destroy(): void;
}

/** Mounts a CodeMirror editor into `parent`. */
export function mountCodeEditor(setup: CodeEditorSetup): CodeEditor {
  const attributes = new Compartment();
  const view = new EditorView({
    parent: setup.parent,
    state: EditorState.create({
      doc: setup.text,
      selection: toSelection(setup),
      extensions: [...extensionsFor(setup), attributes.of(EditorView.contentAttributes.of({}))],
    }),
  });
  if (setup.caret?.hasFocus) {
    view.focus();
    // What was typed before it was there is completed like what is typed in it.
    if (isInTemplate(setup.text.slice(0, view.state.selection.main.from))) startCompletion(view);
  }
  return {
    setText(text) {
      const { start, end, text: insert } = diffEdit(view.state.doc.toString(), text);
      if (start === end && insert === '') return;
      view.dispatch({ changes: { from: start, to: end, insert }, annotations: fromOutside.of(true) });
    },
    setMarks: (marks) => view.dispatch({ effects: showMarks.of(marks) }),
    setAttributes: (next) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of({ ...next })) }),
    insert(reference) {
      const { state } = view;
      const text = referenceAt(state.doc.toString(), state.selection.main.from, {
        reference,
        language: setup.language,
      });
      view.dispatch(state.replaceSelection(text), { userEvent: 'input.complete' });
      view.focus();
    },
    caret: () => {
      const { from, to } = view.state.selection.main;
      return { from, to, hasFocus: view.hasFocus };
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** The text may have become shorter than it was in the field before, as where a line break became a blank. */
function toSelection({ caret, text }: CodeEditorSetup): { readonly anchor: number; readonly head: number } {
  const [from, to] = [caret?.from ?? 0, caret?.to ?? 0];
  return { anchor: Math.min(from, text.length), head: Math.min(to, text.length) };
}

function isInTemplate(before: string): boolean {
  return before.lastIndexOf('{{') > before.lastIndexOf('}}');
}

function extensionsFor(setup: CodeEditorSetup): readonly Extension[] {
  const { language, isMultiline, onChange } = setup;
  return [
    codeTheme,
    drawSelection(),
    EditorView.lineWrapping,
    placeholder(setup.placeholder),
    ...(isMultiline ? [] : [oneLine]),
    ...(language === 'jmespath' ? [] : [paintTemplate, templateColours]),
    ...(language === 'json_or_template' ? [json(), jsonColours, bracketMatching(), indentUnit.of('  ')] : []),
    ...(language === 'jmespath' ? [] : [completion(setup), callTooltip(setup.explainCall, language)]),
    closeBrackets(),
    EditorState.languageData.of((state, offset) => [
      { closeBrackets: { brackets: bracketsAt(state.sliceDoc(0, offset), language) } },
    ]),
    tooltips({ parent: pageRegion(), position: 'fixed' }),
    marksField,
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...standardKeymap]),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const isTyped = docChanged && !transactions.some((each) => each.annotation(fromOutside));
      if (isTyped) onChange(state.doc.toString());
    }),
  ];
}

function completion({ complete, language }: CodeEditorSetup): Extension {
  return autocompletion({
    override: [completeCode(complete, language)],
    icons: false,
    activateOnTypingDelay: 50,
    // Inside an expression Enter means what is offered, however fast it comes.
    interactionDelay: 0,
  });
}

/** In prose only braces are closed by themselves: a quote there is an apostrophe. */
function bracketsAt(before: string, language: CodeLanguage): readonly string[] {
  if (language === 'jmespath') return ['(', '[', '{', "'", '`', '"'];
  if (isInTemplate(before)) return ['(', '[', '{', "'"];
  return language !== 'template' && isJsonLike(before) ? ['[', '{', '"'] : ['{'];
}

const showMarks = StateEffect.define<readonly CodeMark[]>();

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, newDoc }) {
    const shown = effects.find((effect) => effect.is(showMarks));
    return shown ? toDecorations(shown.value, newDoc.length) : marks.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function toDecorations(marks: readonly CodeMark[], length: number): DecorationSet {
  const ranges = marks.flatMap(({ start, end, severity }) => {
    const to = Math.min(Math.max(end, start + 1), length);
    const from = Math.min(start, to - 1);
    return from >= 0 && from < to ? [Decoration.mark({ class: `fm-code-${severity}` }).range(from, to)] : [];
  });
  return Decoration.set(ranges, true);
}
