import { FileWarning } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { diffPipelines } from '../../model/diff/pipeline-diff.ts';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TabBar, TabPanel, Tabs } from '../../ui/tabs.tsx';
import { ChangeList } from './change-list.tsx';
import { TextDiffView } from './text-diff-view.tsx';

/** A version of a pipeline: what it is called, and its text. */
export interface Version {
  readonly label: string;
  readonly text: string;
}

/** How two versions differ, by stage or line by line. */
export function ChangesView(props: {
  readonly before: Version;
  readonly after: Version;
  readonly onShowStage?: (stageId: string) => void;
}): ReactNode {
  const { before, after, onShowStage } = props;
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('stages');
  const diff = useMemo(() => {
    const [old, now] = [before.text, after.text].map((text) => openPipelineDocument(text).reading.pipeline);
    return old && now && diffPipelines(old, now);
  }, [before.text, after.text]);
  return (
    <Tabs value={tab} onChange={setTab} className="flex min-h-0 flex-1 flex-col">
      <div className="h-10 shrink-0">
        <TabBar label="Kinds of comparison" tabs={TABS} />
      </div>
      <div className="h-[min(52vh,560px)] overflow-hidden rounded-lg border border-line">
        <TabPanel id="stages" className="h-full overflow-y-auto">
          {diff ? (
            <ChangeList diff={diff} {...(onShowStage && { onShowStage })} />
          ) : (
            <EmptyState icon={<FileWarning size={24} />} title="One of the two is no pipeline">
              Its text cannot be read as one. The texts can still be compared.
            </EmptyState>
          )}
        </TabPanel>
        <TabPanel id="text" className="h-full overflow-y-auto">
          <TextDiffView before={before} after={after} />
        </TabPanel>
      </div>
    </Tabs>
  );
}

const TABS = [
  { id: 'stages', label: 'Stages' },
  { id: 'text', label: 'Text' },
] as const;
