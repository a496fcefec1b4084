import type { MergeSide } from '@flowmason/pipeline-schema';
import { GitMerge } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { mergeVersions } from '../../model/diff/merge-versions.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TabBar, TabPanel, Tabs } from '../../ui/tabs.tsx';
import { useStateFor } from '../../ui/use-state-for.ts';
import { ConflictChoices } from './conflict-choices.tsx';
import { MergeNotice } from './merge-notice.tsx';
import { SideChanges } from './side-changes.tsx';
import { TextDiffView } from './text-diff-view.tsx';

type ConflictDialogProps = {
  /** What both sides began with, what is edited here, and what stands on the disk. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly path: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onMerge: (text: string) => void;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onSaveCopy: () => void;
};

/** Both sides of a file that was edited here and changed on the disk, and the ways to go on. */
export function ConflictDialog(props: ConflictDialogProps): ReactNode {
  const { base, mine, theirs, path, isBusy } = props;
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('stages');
  // When the file changes once more, what was chosen was chosen between other values.
  const [choices, setChoices] = useStateFor([base, mine, theirs], NONE);
  const merge = useMemo(() => mergeVersions({ base, mine, theirs }, choices), [base, mine, theirs, choices]);
  const open = merge.status === 'merged' ? merge.conflicts.filter(({ key }) => !choices.has(key)).length : 0;
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="This file changed on disk"
      description={`${path} was changed by somebody else while you edited it. Whatever you choose, undo brings back the other side.`}
      className="max-w-280"
      footer={
        <>
          <Button disabled={isBusy} onClick={props.onSaveCopy}>
            Save mine as a copy
          </Button>
          <span className="flex-1" />
          <Button disabled={isBusy} onClick={props.onTakeTheirs}>
            Take theirs
          </Button>
          <Button disabled={isBusy} onClick={props.onKeepMine}>
            Keep mine and save
          </Button>
          <Button
            variant="primary"
            icon={<GitMerge size={14} aria-hidden />}
            disabled={isBusy || merge.status !== 'merged' || open > 0}
            onClick={() => merge.status === 'merged' && props.onMerge(merge.text)}
          >
            Merge and save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <MergeNotice merge={merge} openCount={open} />
        {merge.status === 'merged' && merge.conflicts.length > 0 && (
          <ConflictChoices
            conflicts={merge.conflicts}
            choices={choices}
            onChoose={(key, side) => setChoices(new Map([...choices, [key, side]]))}
          />
        )}
        <Tabs value={tab} onChange={setTab} className="flex flex-col">
          <div className="h-10 shrink-0">
            <TabBar label="Kinds of comparison" tabs={TABS} />
          </div>
          <div className="h-[min(40vh,420px)] overflow-hidden rounded-lg border border-line">
            <TabPanel id="stages" className="grid h-full grid-cols-2 max-sm:grid-cols-1">
              <SideChanges heading="Yours" base={base} text={mine} />
              <SideChanges heading="On disk" base={base} text={theirs} />
            </TabPanel>
            <TabPanel id="text" className="h-full overflow-y-auto">
              <TextDiffView before={{ label: 'On disk', text: theirs }} after={{ label: 'Yours', text: mine }} />
            </TabPanel>
            <TabPanel id="result" className="h-full overflow-y-auto">
              {merge.status === 'merged' && (
                <TextDiffView
                  before={{ label: 'On disk', text: theirs }}
                  after={{ label: 'Merged', text: merge.text }}
                />
              )}
            </TabPanel>
          </div>
        </Tabs>
      </div>
    </Dialog>
  );
}

const NONE: ReadonlyMap<string, MergeSide> = new Map();

const TABS = [
  { id: 'stages', label: 'What each side changed' },
  { id: 'text', label: 'Text' },
  { id: 'result', label: 'Merged text' },
] as const;
