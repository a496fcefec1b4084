import { readCodeLines } from '../../model/code/code-lines.ts';
import { codePlaceAt, fieldPlaceOf } from '../../model/code/code-place.ts';
import { caretInString, codeStringAt } from '../../model/code/code-string.ts';
import { plainMarkdown } from '../../model/document/plain-markdown.ts';
import { explainCall } from '../../model/fields/call-help.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import type { monaco } from './monaco.ts';

/** Shows how the call is written whose arguments are being typed inside a text. */
export const callSignatures: monaco.languages.SignatureHelpProvider = {
  signatureHelpTriggerCharacters: ['(', ','],
  signatureHelpRetriggerCharacters: [')', '='],
  provideSignatureHelp(model, position) {
    const { edited, shownDocument } = useEditorStore.getState();
    const line = model.getLineContent(position.lineNumber);
    const text = codeStringAt(line, position.column - 1);
    if (!edited || !shownDocument || !text || text.isKey) return undefined;
    const place = codePlaceAt(edited.text, readCodeLines(edited.text).offsetAt(position));
    const field = place && fieldPlaceOf(shownDocument.reading, place);
    const offset = caretInString(text, position.column - 1);
    const call = field && explainCall(shownDocument, field, { text: text.value, offset });
    if (!call) return undefined;
    const { label, parameters, active, summary } = call;
    const signature: monaco.languages.SignatureInformation = {
      label,
      documentation: { value: plainMarkdown(summary) },
      parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
    };
    return {
      // One that is past the last marks none.
      value: { signatures: [signature], activeSignature: 0, activeParameter: active ?? parameters.length },
      dispose: () => undefined,
    };
  },
};
