import { useQueryClient } from '@tanstack/react-query';
import { FileDown, GitCompareArrows, Plus, Save } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRefusal } from '../api/session.ts';
import { saveDocument } from '../features/files/save-document.ts';
import { keysOf } from '../model/document/keymap.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { PaletteItem } from './palette-item.tsx';

type ItemsProps = {
  /** Closes the palette first. */
  readonly close: (andThen: () => void) => () => void;
};

/** What can be done with the file of the open pipeline. */
export function PaletteFileItems({ close }: ItemsProps): ReactNode {
  const queryClient = useQueryClient();
  const { compareWith, showDialog } = useEditorStore.getState();
  const refusal = useRefusal();
  return (
    <>
      <PaletteItem
        value="save file"
        icon={<Save size={16} />}
        keys={keysOf('save')}
        refusal={refusal}
        onSelect={close(() => void saveDocument(queryClient))}
      >
        Save
      </PaletteItem>
      <PaletteItem
        value="compare diff changes saved version"
        icon={<GitCompareArrows size={16} />}
        onSelect={() => {
          compareWith({ kind: 'saved' });
          showDialog('compare');
        }}
      >
        Compare…
      </PaletteItem>
    </>
  );
}

/** How a pipeline gets into the workspace. */
export function PaletteNewItems({ close }: ItemsProps): ReactNode {
  const { startImport, showDialog } = useEditorStore.getState();
  const refusal = useRefusal();
  return (
    <>
      <PaletteItem
        value="new pipeline create"
        icon={<Plus size={16} />}
        refusal={refusal}
        onSelect={() => showDialog('new')}
      >
        New pipeline…
      </PaletteItem>
      <PaletteItem
        value="import file paste"
        icon={<FileDown size={16} />}
        keys={keysOf('import')}
        refusal={refusal}
        onSelect={close(() => startImport('ask'))}
      >
        Import…
      </PaletteItem>
    </>
  );
}
