import type { StageName } from '@flowmason/pipeline-schema';
import { type CodeLines, readCodeLines } from '../../model/code/code-lines.ts';
import { stageNameAt, stageNamesIn } from '../../model/code/stage-name-at.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { monaco } from './monaco.ts';

/** F2 on the id of a stage, wherever it stands: renames the stage in every place, as one gesture. */
export const stageRename: monaco.languages.RenameProvider = {
  resolveRenameLocation(_model, position) {
    const found = findName(position);
    if (!found) return { range: new monaco.Range(1, 1, 1, 1), text: '', rejectReason: NO_NAME };
    return { range: found.range, text: found.name.id };
  },
  provideRenameEdits(_model, position, to) {
    const found = findName(position);
    if (!found) return { edits: [], rejectReason: NO_NAME };
    if (to === found.name.id) return { edits: [] };
    // The change is made through the document's own history; Monaco is left with nothing to do.
    const refusal = makeChange({ type: 'rename_stage', from: found.name.id, to });
    return { edits: [], ...(refusal !== undefined && { rejectReason: refusal }) };
  },
};

const NO_NAME = 'Only stages can be renamed here: put the caret on the id of a stage.';

/** From the mention of a stage to the stage. */
export const stageDefinition: monaco.languages.DefinitionProvider = {
  provideDefinition(model, position) {
    const found = findName(position);
    if (!found) return [];
    return namesOf(found, 'definition').map((range) => ({ uri: model.uri, range }));
  },
};

/** Every place that names the stage. */
export const stageReferences: monaco.languages.ReferenceProvider = {
  provideReferences(model, position, { includeDeclaration }) {
    const found = findName(position);
    if (!found) return [];
    return namesOf(found, includeDeclaration ? 'all' : 'mentions').map((range) => ({ uri: model.uri, range }));
  },
};

/** Marks the other places that name the stage under the caret. */
export const stageHighlights: monaco.languages.DocumentHighlightProvider = {
  provideDocumentHighlights(_model, position) {
    const found = findName(position);
    return (
      found && namesOf(found, 'all').map((range) => ({ range, kind: monaco.languages.DocumentHighlightKind.Read }))
    );
  },
};

interface FoundName {
  readonly name: StageName;
  readonly range: monaco.Range;
  readonly text: string;
  readonly lines: CodeLines;
}

/** The id of a stage at a place of the open text. */
export function findName(position: monaco.IPosition): FoundName | undefined {
  const text = useEditorStore.getState().edited?.text ?? '';
  const lines = readCodeLines(text);
  const name = stageNameAt(text, lines.offsetAt(position));
  return name && { name, range: rangeOf(lines, name), text, lines };
}

function namesOf({ name, text, lines }: FoundName, which: 'definition' | 'mentions' | 'all'): monaco.Range[] {
  return stageNamesIn(text)
    .filter(({ id, as }) => id === name.id && (which === 'all' || (as === 'definition') === (which === 'definition')))
    .map((each) => rangeOf(lines, each));
}

function rangeOf(lines: CodeLines, { start, end }: StageName): monaco.Range {
  const [from, to] = [lines.placeAt(start), lines.placeAt(end)];
  return new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
}
