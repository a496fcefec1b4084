import type { ReactNode } from 'react';
import { useEditorStore } from '../store/editor-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

const KEYS = [
  { keys: ['Ctrl K'], what: 'Search pipelines, stages and commands' },
  { keys: ['Ctrl Enter'], what: 'Run the pipeline; in the dialog, start' },
  { keys: ['←', '→', '↑', '↓'], what: 'Walk from the selected stage to its neighbours' },
  { keys: ['Enter'], what: 'Open the selected stage' },
  { keys: ['Esc'], what: 'Close, or select nothing' },
  { keys: ['1'], what: 'Fit the whole pipeline' },
  { keys: ['0'], what: 'Zoom to 100 %' },
  { keys: ['+', '−'], what: 'Zoom in, out' },
  { keys: ['F'], what: 'Follow the run, or stop following' },
  { keys: ['Ctrl E'], what: 'Save the pipeline as JSON' },
  { keys: ['?'], what: 'Show this list' },
] as const;

/** All keys, in one list. */
export function HelpDialog(): ReactNode {
  const isOpen = useEditorStore((state) => state.openDialog === 'help');
  const showDialog = useEditorStore((state) => state.showDialog);
  return (
    <Dialog isOpen={isOpen} onClose={() => showDialog('none')} title="Keyboard shortcuts" className="max-w-110">
      <dl className="divide-y divide-line">
        {KEYS.map(({ keys, what }) => (
          <div key={what} className="flex items-center justify-between gap-4 py-1.5">
            <dt className="text-muted">{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
