import type { GhostStage } from '@flowmason/pipeline-schema';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { fixOfGhost } from '../../model/ghost-fix.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Callout } from '../../ui/callout.tsx';

/** A stage that is named but not defined: who names it, and the text that would define it. */
export function GhostDefinition({
  opened,
  ghost,
}: {
  readonly opened: OpenedPipeline;
  readonly ghost: GhostStage;
}): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  const fix = fixOfGhost(opened.reading, ghost);
  return (
    <div className="flex flex-col gap-4 px-4 py-3">
      <Callout tone="error" icon={<CircleAlert size={16} />}>
        The pipeline names <strong className="font-semibold">{ghost.id}</strong> but does not define it, so it cannot
        run.
      </Callout>
      <section>
        <h3 className="mb-1 font-medium text-muted text-xs">Named by</h3>
        <ul>
          {ghost.referencedBy.map(({ stageId, pointer, as }) => (
            <li key={pointer} className="flex gap-2">
              {stageId === '' ? (
                <span>the document</span>
              ) : (
                <button
                  type="button"
                  className="font-medium text-accent-strong hover:underline"
                  onClick={() => selectStage(stageId)}
                >
                  {stageId}
                </button>
              )}
              <span className="text-muted">{PLACES[as]}</span>
            </li>
          ))}
        </ul>
      </section>
      {fix && (
        <section>
          <h3 className="mb-1 font-medium text-muted text-xs">{fix.title}</h3>
          <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs">
            {fix.text}
          </pre>
          <p className="mt-1 text-faint text-xs">Add this to {opened.file.path}.</p>
        </section>
      )}
    </div>
  );
}

const PLACES = {
  depends_on: 'waits for it',
  arm: 'leads to it',
  template: 'reads its output',
  output: 'gives its output as the result',
} as const;
