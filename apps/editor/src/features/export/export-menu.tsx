import {
  BarChartHorizontal,
  Braces,
  Copy,
  Download,
  FileArchive,
  FileImage,
  FileType,
  ListTree,
  Workflow,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { keysOf } from '../../model/document/keymap.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/hand-out-text.ts';
import { Menu } from '../../ui/menu.tsx';
import { type ExportKind, exportPipeline } from './export-kinds.ts';

/** Everything that the open pipeline can be taken away as: the text as it is now, edits included. */
export function ExportMenu({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { path } = opened.file;
  // What the reader has read last may be a few key strokes behind.
  const textNow = (): string => useEditorStore.getState().edited?.text ?? opened.reading.text;
  const hand = (kind: ExportKind) => (): void => {
    exportPipeline(kind, { text: textNow(), path }).catch(tell);
  };
  function copy(): void {
    copyText(textNow()).then(
      () => toast.success('The text is on the clipboard.'),
      (error: unknown) => toast.error(`The text was not copied: ${String(error)}`),
    );
  }
  return (
    <Menu
      trigger={
        <Button variant="ghost" icon={<Download size={14} />} className="max-sm:hidden">
          Export
        </Button>
      }
      groups={[
        [
          { label: 'JSON', icon: <Braces size={14} />, keys: keysOf('export'), onSelect: hand('json') },
          { label: 'Normalised form', icon: <ListTree size={14} />, onSelect: hand('normalised') },
          { label: 'ZIP with inputs and README', icon: <FileArchive size={14} />, onSelect: hand('zip') },
        ],
        [
          { label: 'SVG picture', icon: <FileType size={14} />, onSelect: hand('svg') },
          { label: 'PNG picture', icon: <FileImage size={14} />, onSelect: hand('png') },
          { label: 'Mermaid flowchart', icon: <Workflow size={14} />, onSelect: hand('flowchart') },
          { label: 'Gantt of the plan', icon: <BarChartHorizontal size={14} />, onSelect: hand('gantt') },
        ],
        [{ label: 'Copy the text', icon: <Copy size={14} />, onSelect: copy }],
      ]}
    />
  );
}

function tell(error: unknown): void {
  toast.error('It was not exported.', { description: error instanceof Error ? error.message : String(error) });
}
