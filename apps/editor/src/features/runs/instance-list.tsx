import { type StageRun, toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { toStageLook } from '../../model/runs/status-look.ts';
import { Button } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { selectStageKey } from './sentence.tsx';
import { StageSection } from './stage-section.tsx';

type Instance = { readonly key: string; readonly stageRun: StageRun };

/** The instances of a stage inside a loop; each has a result of its own. */
export function InstanceList({ instances }: { readonly instances: readonly Instance[] }): ReactNode {
  const [shownCount, setShownCount] = useState(FEW);
  return (
    <StageSection title="Instances" note={`${instances.length} so far`}>
      <ul className="-mx-2">
        {instances.slice(0, shownCount).map(({ key, stageRun }) => {
          const look = toStageLook(stageRun);
          return (
            <li key={key}>
              <button
                type="button"
                className="tabular flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-xs hover:bg-hover"
                onClick={() => selectStageKey(key)}
              >
                <StatusMark icon={look.icon} tone={look.tone} label={look.word} size={13} />
                <span className="min-w-0 flex-1 truncate font-mono text-2xs">{key}</span>
                {stageRun.duration_ms !== null && (
                  <span className="shrink-0 text-faint">{toDurationText(stageRun.duration_ms)}</span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {instances.length > shownCount && (
        <Button size="sm" variant="ghost" onClick={() => setShownCount(shownCount + MORE)}>
          Show {Math.min(MORE, instances.length - shownCount)} more
        </Button>
      )}
    </StageSection>
  );
}

const FEW = 20;
const MORE = 100;
