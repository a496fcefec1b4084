import type { ChangeContext, Planned, Refusal } from './change-context.ts';
import { refuse } from './change-context.ts';
import { DOCUMENT_KEY_ORDER, indexInOrder } from './key-order.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { type MemberPlace, setMemberValue } from './set-node-value.ts';
import { writtenTime } from './written-time.ts';

/** Plans another value for one of the document's own settings. */
export function setDocumentValue(
  context: ChangeContext,
  { path, value }: PipelineChange & { type: 'set_document_value' },
): Planned | Refusal {
  const [first, ...rest] = value === undefined ? withItsHolder(path) : path;
  const { object, document, edits } = context;
  if (first === undefined) return refuse('Say which value of the pipeline is to be set.');
  if (path.includes('__proto__')) return refuse('"__proto__" cannot be a key.');
  if (first === 'stages') return refuse('Stages are changed one by one, not as a list.');
  if (object === undefined) return refuse('This document is only a list of stages.');
  const key = String(first);
  const member = document.fields.get(key) ?? object.byKey.get(key);
  const index = indexInOrder(object, key, { order: DOCUMENT_KEY_ORDER, canonical: (written) => written });
  const place: MemberPlace = { object, member, key: member?.key ?? key, index };
  const label = value === undefined ? `Clear ${path.join('.')}` : `Set ${path.join('.')}`;
  const settings = member?.value;
  const isTimeout = key === 'settings' && rest.length === 1 && rest[0] === 'timeout_ms' && settings?.kind === 'object';
  const timeout = isTimeout ? settings.byKey.get('timeout') : undefined;
  if (isTimeout && timeout !== undefined && !settings.byKey.has('timeout_ms')) {
    const spelled = value === undefined ? undefined : writtenTime('timeout', timeout, value);
    setMemberValue(edits, { object: settings, member: timeout, key: 'timeout', index: 0 }, [], spelled);
  } else setMemberValue(edits, place, rest, value);
  return { label };
}

/** A concurrency means nothing without its key, so it goes as a whole. */
function withItsHolder(path: readonly (string | number)[]): readonly (string | number)[] {
  const isKey = path.length === 3 && path.join('.') === 'settings.concurrency.key';
  return isKey ? path.slice(0, 2) : path;
}
