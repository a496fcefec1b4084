import { readCodeLines } from '../../model/code/code-lines.ts';
import { codePlaceAt, fieldPlaceOf } from '../../model/code/code-place.ts';
import { type CodeString, caretInString, codeStringAt } from '../../model/code/code-string.ts';
import { completeStageId } from '../../model/code/stage-id-completion.ts';
import type { PipelineDocument } from '../../model/document/pipeline-document.ts';
import { completeExpression } from '../../model/fields/expression-completion.ts';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { monaco } from './monaco.ts';

/** Completes expressions inside texts, and ids of stages where a stage is named; the rest is the JSON schema's part. */
export const pipelineCompletions: monaco.languages.CompletionItemProvider = {
  triggerCharacters: ['{', '.', '|', '"', "'", '['],
  provideCompletionItems(model, position) {
    const { edited, shownDocument, run } = useEditorStore.getState();
    if (!edited || !shownDocument) return { suggestions: [] };
    const line = model.getLineContent(position.lineNumber);
    const text = codeStringAt(line, position.column - 1);
    const place = codePlaceAt(edited.text, readCodeLines(edited.text).offsetAt(position));
    const field = place && fieldPlaceOf(shownDocument.reading, place);
    if (!field || text?.isKey) return { suggestions: [] };
    if (!text) return { suggestions: stageIds(shownDocument, field, { position, line }) };
    const ids = stageIds(shownDocument, field, { position, line, text });
    if (ids.length > 0) return { suggestions: ids };
    const offset = caretInString(text, position.column - 1);
    const options = completeExpression(shownDocument, field, { text: text.value, offset, run });
    return {
      // What can follow changes within what JSON takes for one word: it is asked for again at each character.
      incomplete: true,
      suggestions: options.map(
        (option, index): monaco.languages.CompletionItem => ({
          label: { label: option.label, description: option.detail },
          kind: KINDS[option.kind],
          ...(option.docs !== '' && { documentation: option.docs }),
          ...insertionOf(option.apply),
          filterText: option.apply,
          sortText: String(index).padStart(4, '0'),
          range: rangeIn(text, position.lineNumber, { from: option.from, to: Math.max(option.to, offset) }),
        }),
      ),
    };
  },
};

/** Between the brackets of a call its first argument is to stand: the caret goes there, and what the call takes is shown. */
function insertionOf(
  apply: string,
): Pick<monaco.languages.CompletionItem, 'insertText' | 'insertTextRules' | 'command'> {
  if (!apply.endsWith('()')) return { insertText: escaped(apply) };
  return {
    insertText: `${escaped(apply.slice(0, -1))}$0)`,
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
    command: { id: 'editor.action.triggerParameterHints', title: 'Show what the call takes' },
  };
}

type Caret = { readonly position: monaco.IPosition; readonly line: string; readonly text?: CodeString };

function stageIds(
  document: PipelineDocument,
  field: FieldPlace,
  { position: { lineNumber, column }, text }: Caret,
): monaco.languages.CompletionItem[] {
  const range = text
    ? rangeIn(text, lineNumber, { from: 0, to: text.value.length })
    : new monaco.Range(lineNumber, column, lineNumber, column);
  return completeStageId(document, field).map(({ id, detail }, index) => ({
    label: { label: id, description: detail },
    kind: monaco.languages.CompletionItemKind.Reference,
    insertText: text ? id : JSON.stringify(id),
    filterText: text ? id : JSON.stringify(id),
    sortText: String(index).padStart(4, '0'),
    range,
  }));
}

function rangeIn(
  { offsets }: CodeString,
  lineNumber: number,
  { from, to }: { from: number; to: number },
): monaco.Range {
  return new monaco.Range(lineNumber, (offsets[from] ?? 0) + 1, lineNumber, (offsets[to] ?? offsets.at(-1) ?? 0) + 1);
}

/** As it is written between the quotes of JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const Kind = monaco.languages.CompletionItemKind;
const KINDS = {
  root: Kind.Variable,
  stage: Kind.Reference,
  member: Kind.Field,
  secret: Kind.Constant,
  filter: Kind.Function,
  test: Kind.Function,
  function: Kind.Function,
  keyword: Kind.Keyword,
  template: Kind.Snippet,
} as const;
