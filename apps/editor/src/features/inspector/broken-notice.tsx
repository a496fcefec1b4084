import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';

/** Says why nothing can be changed here while the text is broken, and leads to where it broke. */
export function BrokenNotice({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const broken = opened.reading.diagnostics.find(({ severity }) => severity === 'error');
  function show(): void {
    const { tab, showTab, revealPlace } = useEditorStore.getState();
    if (tab !== 'split') showTab('json');
    if (broken) revealPlace(broken.range);
  }
  return (
    <Callout tone="warning" icon={<TriangleAlert size={16} />} className="mx-4 mt-3">
      The text of the pipeline is broken{broken && ` in line ${broken.range.start.line}`}, so this shows it as it was
      before. Repair the text to go on.
      <div className="mt-2">
        <Button size="sm" onClick={show}>
          Show in JSON
        </Button>
      </div>
    </Callout>
  );
}
