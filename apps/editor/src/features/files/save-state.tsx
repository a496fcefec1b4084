import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { isUnsaved } from './save-document.ts';

/** Whether the file has what is shown, and whether another tab has it open too. Read out when it changes. */
export function SaveState(): ReactNode {
  const word = useEditorStore((state) => {
    if (state.saving === 'saving') return 'saving…';
    if (!isUnsaved(state)) return 'saved';
    return state.saving === 'failed' ? 'not saved' : 'unsaved';
  });
  const otherTabs = useEditorStore((state) => state.otherTabCount);
  return (
    <span className="flex shrink-0 items-center gap-2.5 text-muted text-xs">
      <span role="status" aria-label="State of the file" className="flex items-center gap-1.5">
        <span aria-hidden className={classNames('size-1.5 rounded-full', DOTS[word])} />
        <span className={word === 'not saved' ? 'text-failed' : 'max-sm:sr-only'}>{word}</span>
      </span>
      {otherTabs > 0 && (
        <Tooltip content="Each tab keeps its own changes; whoever saves second sees both sides." side="bottom">
          <span className="flex items-center gap-1 max-md:hidden">
            <Users size={12} aria-hidden />
            also open in {otherTabs === 1 ? 'another tab' : `${otherTabs} other tabs`}
          </span>
        </Tooltip>
      )}
    </span>
  );
}

const DOTS = {
  'saving…': 'bg-running',
  saved: 'bg-succeeded',
  unsaved: 'bg-recovered',
  'not saved': 'bg-failed',
} as const;
