import { type StageRun, stageIdOfKey, toDurationText } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { dealtWithOf, instancesOfStage } from '../../model/runs/loop-instances.ts';
import { type StageAttempt, toStageStory } from '../../model/runs/stage-attempts.ts';
import { toStandingStage } from '../../model/runs/standing-stage.ts';
import { toStageLook } from '../../model/runs/status-look.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRun, useRunEvents, useRunTimeAt } from '../../store/use-run.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { JsonTree } from '../../ui/json-tree.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AttemptList } from './attempt-list.tsx';
import { DecisionWhy } from './decision-why.tsx';
import { ExchangeView } from './exchange-view.tsx';
import { InstanceList } from './instance-list.tsx';
import { StageCause } from './stage-cause.tsx';
import { StageMessages } from './stage-messages.tsx';
import { StageSection } from './stage-section.tsx';

type ResultProps = { readonly opened: OpenedPipeline; readonly stageKey: string; readonly stageRun: StageRun };

/**
 * What happened to a stage in the shown run, the answer first: how it stands and why, then what was sent and what came
 * back, its output, each attempt, and for decisions why they went as they did. `stageKey` is its id or loop address.
 */
export function StageResult({ opened, stageKey, stageRun: recorded }: ResultProps): ReactNode {
  const run = useRun();
  const stageRun = run ? toStandingStage(run, stageKey, recorded) : recorded;
  const events = useRunEvents();
  const story = useMemo(() => toStageStory(events, stageKey), [events, stageKey]);
  const asked = useEditorStore((state) => state.selectedAttempt);
  const shown = story.attempts.find(({ attempt }) => attempt === asked) ?? story.attempts.at(-1);
  const instances = run ? instancesOfStage(run.stages, stageKey) : [];
  const maxAttempts = opened.cards.find(({ id }) => id === stageIdOfKey(stageKey))?.maxAttempts;
  return (
    <section aria-label="Result" className="flex flex-col">
      <StageHead
        stageRun={run ? { ...stageRun, ...dealtWithOf(run.stages, stageKey, stageRun) } : stageRun}
        maxAttempts={maxAttempts}
      />
      {run && <StageCause run={run} stageKey={stageKey} stageRun={stageRun} graph={opened.graph} />}
      {instances.length > 0 && <InstanceList instances={instances} />}
      {story.decisions.length > 0 && <DecisionWhy decisions={story.decisions} arms={armsOf(opened, stageKey)} />}
      {shown && <Exchanges attempt={shown} isOneOfMany={story.attempts.length > 1} />}
      {shown?.output !== undefined && shown.output !== null && (
        <StageSection title="Output">
          <JsonTree label="Output" value={shown.output} />
        </StageSection>
      )}
      {story.attempts.length > 1 && (
        <AttemptList attempts={story.attempts} shown={shown?.attempt} maxAttempts={maxAttempts} stageKey={stageKey} />
      )}
      {story.messages.length > 0 && <StageMessages messages={story.messages} />}
      {shown && (
        <StageSection title="Config, resolved" note={ofAttempt(shown, story.attempts.length)} startsClosed>
          <JsonTree label="Resolved config" value={shown.config} />
        </StageSection>
      )}
    </section>
  );
}

function StageHead(props: { readonly stageRun: StageRun; readonly maxAttempts: number | undefined }): ReactNode {
  const { stageRun, maxAttempts } = props;
  const look = toStageLook(stageRun);
  return (
    <div className="tabular flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <Badge
        tone={look.tone}
        icon={<Icon name={look.icon} size={12} className={stageRun.status === 'running' ? 'animate-spin-slow' : ''} />}
      >
        {look.word}
      </Badge>
      <StageTime stageRun={stageRun} />
      {stageRun.attempts > 0 && (stageRun.attempts > 1 || maxAttempts !== undefined) && (
        <span className="text-muted">
          attempt {stageRun.attempts}
          {maxAttempts !== undefined && ` of ${maxAttempts}`}
        </span>
      )}
      {stageRun.arm !== undefined && !RETRY_ARMS.has(stageRun.arm) && (
        <span className="text-muted">
          took <b className="font-medium text-ink">{stageRun.arm}</b>
        </span>
      )}
    </div>
  );
}

const RETRY_ARMS: ReadonlySet<string> = new Set(['met', 'exhausted']);

function StageTime({ stageRun }: { readonly stageRun: StageRun }): ReactNode {
  const { started_at: startedAt, duration_ms: durationMs, finished_at: finishedAt } = stageRun;
  const now = useRunTimeAt(useNow(startedAt !== null && finishedAt === null));
  if (startedAt === null) return null;
  const exact = `${new Date(startedAt).toLocaleString()} – ${finishedAt === null ? 'now' : new Date(finishedAt).toLocaleString()}`;
  return <span title={exact}>{toDurationText(durationMs ?? now - Date.parse(startedAt))}</span>;
}

function Exchanges({
  attempt,
  isOneOfMany,
}: {
  readonly attempt: StageAttempt;
  readonly isOneOfMany: boolean;
}): ReactNode {
  return attempt.exchanges.map((exchange) => (
    <ExchangeView
      key={exchange.seq}
      exchange={exchange}
      note={isOneOfMany ? `attempt ${attempt.attempt}` : undefined}
    />
  ));
}

function armsOf({ graph }: OpenedPipeline, stageKey: string): readonly string[] {
  return graph?.arms.get(stageIdOfKey(stageKey))?.map(({ name }) => name) ?? [];
}

function ofAttempt({ attempt }: StageAttempt, count: number): string | undefined {
  return count > 1 ? `attempt ${attempt}` : undefined;
}
