import { readCodeLines } from '../../model/code/code-lines.ts';
import { codePlaceAt, fieldPlaceOf } from '../../model/code/code-place.ts';
import { caretInString, codeStringAt } from '../../model/code/code-string.ts';
import { tellStage } from '../../model/code/stage-hover.ts';
import { plainMarkdown } from '../../model/document/plain-markdown.ts';
import { explainExpression } from '../../model/fields/expression-hover.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import type { monaco } from './monaco.ts';
import { findName } from './stage-navigation.ts';

/** Tells what a name in an expression is and what a stage is; keys and values of JSON are told by the schema. */
export const pipelineHovers: monaco.languages.HoverProvider = {
  provideHover(model, position) {
    const { shownDocument } = useEditorStore.getState();
    const name = shownDocument && findName(position);
    if (name) return { range: name.range, contents: toMarkdown(tellStage(shownDocument, name.name.id)) };
    return hoverOfExpression(model.getLineContent(position.lineNumber), position);
  },
};

function hoverOfExpression(line: string, position: monaco.Position): monaco.languages.Hover | undefined {
  const { edited, shownDocument, run } = useEditorStore.getState();
  const text = codeStringAt(line, position.column - 1);
  if (!edited || !shownDocument || !text || text.isKey || !text.value.includes('{{')) return undefined;
  const place = codePlaceAt(edited.text, readCodeLines(edited.text).offsetAt(position));
  const field = place && fieldPlaceOf(shownDocument.reading, place);
  if (!field) return undefined;
  const offset = caretInString(text, position.column - 1);
  const found = explainExpression(shownDocument, field, { text: text.value, offset, run });
  if (!found) return undefined;
  const { lineNumber } = position;
  return {
    range: {
      startLineNumber: lineNumber,
      endLineNumber: lineNumber,
      startColumn: (text.offsets[found.start] ?? 0) + 1,
      endColumn: (text.offsets[found.end] ?? 0) + 1,
    },
    contents: toMarkdown([
      `**${plainMarkdown(found.name)}** ${plainMarkdown(found.detail)}`,
      plainMarkdown(found.docs),
    ]),
  };
}

function toMarkdown(lines: readonly string[]): monaco.IMarkdownString[] {
  return lines.filter((line) => line !== '').map((value) => ({ value, isTrusted: false, supportHtml: false }));
}
