import type { ReactNode } from 'react';
import { KEYMAP, type KeyBinding, type KeyScope, shownKey } from '../model/document/keymap.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

const TITLES: Readonly<Record<KeyScope, string>> = {
  everywhere: 'Everywhere',
  pipeline: 'On a pipeline',
  canvas: 'On the canvas',
};

/** What has no key of its own in the map, because the browser or the pointer does it. */
const ALSO = [
  { keys: ['Enter'], what: 'Open the stage that has the focus' },
  { keys: ['Ctrl C', 'Ctrl X', 'Ctrl V'], what: 'Copy, cut and paste stages as JSON text' },
  { keys: ['Shift F10'], what: 'Menu of the stage, the line or the canvas' },
  { keys: ['Shift Drag'], what: 'Select with a box; Shift or Ctrl and a click adds one' },
  { keys: ['Space Drag', 'Middle drag'], what: 'Move the view' },
] as const;

/** All keys, in one list: the same that the handlers work by. */
export function HelpDialog(): ReactNode {
  const isOpen = useEditorStore((state) => state.openDialog === 'help');
  const showDialog = useEditorStore((state) => state.showDialog);
  return (
    <Dialog isOpen={isOpen} onClose={() => showDialog('none')} title="Keyboard shortcuts" className="max-w-180" isText>
      <div className="grid grid-cols-2 gap-x-8 max-sm:grid-cols-1">
        <div>
          <Keys title={TITLES.everywhere} lines={linesOf('everywhere')} />
          <Keys title={TITLES.pipeline} lines={linesOf('pipeline')} />
          <Keys title="Also on the canvas" lines={ALSO} />
        </div>
        <Keys title={TITLES.canvas} lines={linesOf('canvas')} />
      </div>
    </Dialog>
  );
}

type Line = { readonly keys: readonly string[]; readonly what: string };

function Keys({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }): ReactNode {
  return (
    <section className="mb-3">
      <h3 className="mt-2 mb-1 font-medium text-2xs text-muted">{title}</h3>
      <dl className="divide-y divide-line">
        {lines.map(({ keys, what }) => (
          <div key={what} className="flex items-center justify-between gap-4 py-1">
            <dt className="min-w-0 text-sm">{what}</dt>
            <dd className="flex shrink-0 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function linesOf(scope: KeyScope): readonly Line[] {
  const bindings: readonly KeyBinding[] = KEYMAP;
  return bindings
    .filter((binding) => binding.scope === scope)
    .map(({ keys, what }) => ({ keys: [...new Set(keys.filter((key) => !UNSHOWN.has(key)).map(shownKey))], what }));
}

/** The same key as another one of its binding, on other keyboards. */
const UNSHOWN: ReadonlySet<string> = new Set(['=', 'Shift++']);
