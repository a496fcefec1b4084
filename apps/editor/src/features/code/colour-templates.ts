import type { TemplateTokenKind } from '@flowmason/pipeline-schema';
import { type CodeString, readCodeStrings } from '../../model/code/code-string.ts';
import { templateStretches } from '../../model/code/template-stretches.ts';
import { monaco } from './monaco.ts';

/** Colours the expressions inside the texts that are in view, until it is disposed. */
export function colourTemplates(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  const colours = editor.createDecorationsCollection();
  let frame: number | undefined;

  function paint(): void {
    frame = undefined;
    const model = editor.getModel();
    if (!model) return;
    const lines = editor
      .getVisibleRanges()
      .flatMap(({ startLineNumber, endLineNumber }) =>
        Array.from({ length: endLineNumber - startLineNumber + 1 }, (_, index) => startLineNumber + index),
      );
    colours.set(lines.flatMap((lineNumber) => decorationsOf(lineNumber, model.getLineContent(lineNumber))));
  }
  function paintSoon(): void {
    frame ??= requestAnimationFrame(paint);
  }

  paintSoon();
  const listening = [editor.onDidScrollChange(paintSoon), editor.onDidLayoutChange(paintSoon)];
  const changing = editor.onDidChangeModelContent(paintSoon);
  return {
    dispose: () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      for (const each of [...listening, changing]) each.dispose();
      colours.clear();
    },
  };
}

/** A line that is longer is left plain: nobody reads it, and it would hold the page up. */
const MAX_LINE = 20_000;

function decorationsOf(lineNumber: number, line: string): monaco.editor.IModelDeltaDecoration[] {
  if (line.length > MAX_LINE || !/\{[{%]/.test(line)) return [];
  return readCodeStrings(line)
    .filter(({ value, isKey }) => !isKey && /\{[{%]/.test(value))
    .flatMap((text) => decorationsOfString(lineNumber, text));
}

function decorationsOfString(
  lineNumber: number,
  { value, offsets }: CodeString,
): monaco.editor.IModelDeltaDecoration[] {
  return templateStretches(value, COLOURS).map(({ look, start, end }) => ({
    range: new monaco.Range(lineNumber, (offsets[start] ?? 0) + 1, lineNumber, (offsets[end] ?? 0) + 1),
    options: { inlineClassName: look },
  }));
}

const COLOURS: Readonly<Record<TemplateTokenKind, string | undefined>> = {
  text: undefined,
  blank: undefined,
  open: 'fm-expr-mark',
  close: 'fm-expr-mark',
  root: 'fm-expr-root',
  member: 'fm-expr-member',
  filter: 'fm-expr-call',
  test: 'fm-expr-call',
  function: 'fm-expr-call',
  keyword: 'fm-expr-word',
  constant: 'fm-expr-value',
  number: 'fm-expr-value',
  string: 'fm-expr-value',
  operator: 'fm-expr-sign',
  punctuation: 'fm-expr-sign',
  argument: 'fm-expr-sign',
  invalid: 'fm-expr-invalid',
};
