import { type Run, toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toRunSentence } from '../../model/runs/run-story.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonTree } from '../../ui/json-tree.tsx';
import { Sentence } from './sentence.tsx';

type DetailsProps = { readonly run: Run; readonly opened: OpenedPipeline; readonly onClose: () => void };

/** All that belongs to a run as a whole: why it ended so, its output and input, when it ran and against what. */
export function RunDetails({ run, opened, onClose }: DetailsProps): ReactNode {
  const story = toRunSentence(run, opened.graph);
  return (
    <Dialog isOpen onClose={onClose} title={`Run of ${run.pipeline}`} className="max-w-180">
      <div className="flex flex-col gap-4">
        {story && (
          <p>
            {/* A stage that is chosen shows on the page behind. */}
            <Sentence parts={story} onLeave={onClose} />
          </p>
        )}
        <Facts run={run} />
        <Part title="Output">
          {run.finished_at === null ? (
            <p className="text-muted">The output is there when the run has ended.</p>
          ) : (
            <JsonTree label="Output of the run" value={run.output} />
          )}
        </Part>
        <Part title="Input">
          <JsonTree label="Input of the run" value={run.input} />
        </Part>
      </div>
    </Dialog>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
      {children}
    </section>
  );
}

function Facts({ run }: { readonly run: Run }): ReactNode {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Status', toRunLook(run).word],
    ['Started', run.started_at === null ? undefined : new Date(run.started_at).toLocaleString()],
    ['Took', run.duration_ms === null ? undefined : toDurationText(run.duration_ms)],
    ['Version', run.version],
    ['Trigger', run.trigger],
    ['Services', run.sandbox === undefined ? 'real' : `simulated: ${run.sandbox}`],
    ['Profile', run.profile],
    ['Run', run.id],
  ];
  return (
    <dl className="tabular grid grid-cols-[88px_1fr] gap-x-3 gap-y-1">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
