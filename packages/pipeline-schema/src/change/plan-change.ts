import type { ComponentCatalog } from '../component.ts';
import type { TextEdit } from '../diagnostic.ts';
import { composeEdits } from '../text/compose-edits.ts';
import { MAX_DEFINITION_BYTES, utf8Length } from '../text/json-limits.ts';
import type { SourceNode } from '../text/source-node.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import { createTreeEdits } from '../text/tree-edits.ts';
import { addStage } from './add-stage.ts';
import { changeComponent } from './change-component.ts';
import {
  type ChangeContext,
  openChange,
  type Planned,
  parseForChange,
  type Refusal,
  refuse,
} from './change-context.ts';
import { connect, disconnect, reconnect } from './connections.ts';
import { deleteStages } from './delete-stages.ts';
import { duplicateStages } from './duplicate-stages.ts';
import { setPositions } from './layout.ts';
import { moveToList } from './move-to-list.ts';
import { deleteNote, putNote } from './notes.ts';
import { paste } from './paste.ts';
import type { ChangePlan, PipelineChange } from './pipeline-change.ts';
import { renameArm } from './rename-arm.ts';
import { renameKey } from './rename-key.ts';
import { renameStage } from './rename-stage.ts';
import { setDocumentValue } from './set-document-value.ts';
import { setStageValue } from './set-stage-value.ts';

/**
 * What `change` comes to in `text`, as edits of the bytes that it concerns and no others; ascending, not overlapping, in
 * offsets of `text`. Pure and total: what cannot be done is refused with a reason, also when `text` is not JSON. A change
 * that would change nothing gives no edits.
 *
 * Where the document is only a list of stages, a change that needs a document around it puts one there. The last entry of
 * a list that people write (`depends_on`, an arm) leaves `[]`; of `layout` and `notes`, which only the editor writes, it
 * takes the key along.
 */
export function planChange(
  text: string,
  change: PipelineChange,
  { components }: { readonly components: ComponentCatalog },
): ChangePlan {
  const parsed = parseForChange(text);
  if ('refusal' in parsed) return parsed;
  const frame = framingEdits(text, parsed.root, change);
  if (frame.length === 0) return plan(text, parsed.root, { change, components });
  const framed = applyTextEdits(text, frame);
  const reparsed = parseForChange(framed);
  if ('refusal' in reparsed) return reparsed;
  const planned = plan(framed, reparsed.root, { change, components });
  if (planned.refusal !== undefined) return planned;
  return { ...planned, edits: planned.edits.length === 0 ? [] : composeEdits(text.length, frame, planned.edits) };
}

function plan(
  text: string,
  root: SourceNode,
  { change, components }: { change: PipelineChange; components: ComponentCatalog },
): ChangePlan {
  const context = openChange(text, root, components);
  if ('refusal' in context) return context;
  const planned = dispatch(context, change);
  if (planned.refusal !== undefined) return planned;
  context.lists.flush();
  const edits = context.edits.edits().filter((edit) => text.slice(edit.start, edit.end) !== edit.text);
  if (isTooLarge(text, edits)) return refuse('The document would be larger than 1 MB. Split it into subpipelines.');
  return { edits, label: planned.label, select: planned.select };
}

function dispatch(context: ChangeContext, change: PipelineChange): Planned | Refusal {
  switch (change.type) {
    case 'add_stage':
      return addStage(context, change);
    case 'delete_stages':
      return deleteStages(context, change);
    case 'rename_stage':
      return renameStage(context, change);
    case 'connect':
      return connect(context, change);
    case 'disconnect':
      return disconnect(context, change);
    case 'reconnect':
      return reconnect(context, change);
    case 'move_to_list':
      return moveToList(context, change);
    case 'set_stage_value':
      return setStageValue(context, change);
    case 'set_document_value':
      return setDocumentValue(context, change);
    case 'rename_key':
      return renameKey(context, change);
    case 'rename_arm':
      return renameArm(context, change);
    case 'change_component':
      return changeComponent(context, change);
    case 'set_positions':
      return setPositions(context, change);
    case 'duplicate_stages':
      return duplicateStages(context, change);
    case 'paste':
      return paste(context, change);
    case 'put_note':
      return putNote(context, change);
    case 'delete_note':
      return deleteNote(context, change);
  }
}

/** What has to stand around the stages before the change can be made: a document around a bare list, a list in a document. */
function framingEdits(text: string, root: SourceNode, change: PipelineChange): readonly TextEdit[] {
  if (root.kind === 'object' && !root.byKey.has('stages') && bringsStages(change)) {
    const edits = createTreeEdits(text);
    edits.addMember(root, root.members.length, 'stages', []);
    return edits.edits();
  }
  if (root.kind !== 'list' || !needsDocument(change)) return [];
  return [
    { start: root.start, end: root.start, text: '{"name": "untitled", "version": "1.0.0", "stages": ' },
    { start: root.end, end: root.end, text: '}' },
  ];
}

function bringsStages({ type }: PipelineChange): boolean {
  return type === 'add_stage' || type === 'paste';
}

function needsDocument(change: PipelineChange): boolean {
  if (change.type === 'set_document_value' || change.type === 'put_note') return true;
  if (change.type === 'set_positions') return Object.values(change.positions).some((position) => position !== null);
  return 'position' in change && change.position !== undefined;
}

function isTooLarge(text: string, edits: readonly TextEdit[]): boolean {
  const added = edits.reduce((sum, edit) => sum + edit.text.length, 0);
  // No unit of UTF-16 takes more than three bytes.
  if ((text.length + added) * 3 <= MAX_DEFINITION_BYTES || added === 0) return false;
  return utf8Length(applyTextEdits(text, edits)) > MAX_DEFINITION_BYTES;
}
