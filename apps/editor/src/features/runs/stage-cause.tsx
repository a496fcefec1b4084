import {
  isUndecided,
  type Run,
  type StageRun,
  stageIdOfKey,
  toDurationText,
  type UndecidedChild,
} from '@flowmason/pipeline-schema';
import { CircleX, CornerDownRight, Hourglass, LoaderCircle, Minus, ShieldCheck, UserCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRefusal } from '../../api/session.ts';
import { type FailureGraph, toCatchSentence } from '../../model/runs/failure-story.ts';
import { dealtWithOf } from '../../model/runs/loop-instances.ts';
import { toChildText } from '../../model/runs/run-story.ts';
import { toCauseSentence, toSkipText } from '../../model/runs/stage-words.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRunTimeAt } from '../../store/use-run.ts';
import { Callout } from '../../ui/callout.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DecideButton } from './decide-button.tsx';
import { ResumeButton } from './resume-button.tsx';
import { Sentence, StageLink } from './sentence.tsx';

type CauseProps = {
  readonly run: Run;
  readonly stageKey: string;
  readonly stageRun: StageRun;
  readonly graph: FailureGraph | undefined;
};

/** Why a stage stands as it does: what failed and who took it, what led to a skip, what it waits for. */
export function StageCause(props: CauseProps): ReactNode {
  const { stageRun } = props;
  switch (stageRun.status) {
    case 'failed':
      return <FailureCause {...props} />;
    case 'skipped':
      return <SkipChain stageRun={stageRun} />;
    case 'waiting':
      return isUndecided(stageRun) ? <Undecided {...props} /> : <UnderWay stageRun={stageRun} />;
    case 'running':
      return <UnderWay stageRun={stageRun} />;
    case 'pending':
      return <p className="px-4 pb-3 text-muted">Not started yet.</p>;
    case 'succeeded':
    case 'cancelled':
      return null;
  }
}

function FailureCause({ run, stageKey, stageRun, graph }: CauseProps): ReactNode {
  const { error } = stageRun;
  if (!error) return null;
  const { handled, tolerated } = dealtWithOf(run.stages, stageKey, stageRun);
  const isDealtWith = handled || tolerated;
  const caught = toCatchSentence(run, stageKey, graph);
  const isOfAnother = error.stage_id !== null && error.stage_id !== stageKey;
  return (
    <div className="px-4 pb-3">
      <Callout
        tone={isDealtWith ? 'warning' : 'error'}
        icon={isDealtWith ? <ShieldCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
      >
        <p>
          {isOfAnother && (
            <>
              <StageLink stageKey={error.stage_id ?? ''} /> failed:{' '}
            </>
          )}
          <LongText text={error.message} />
        </p>
        <p className="mt-0.5 text-muted text-xs">
          <span className="font-mono text-2xs">{error.type}</span>
          {error.attempt > 1 && <span className="tabular"> · at attempt {error.attempt}</span>}
        </p>
        {caught && (
          <p className="mt-1 text-xs">
            <Sentence parts={caught} />
          </p>
        )}
      </Callout>
    </div>
  );
}

function Undecided(props: CauseProps): ReactNode {
  const { run, stageKey, stageRun } = props;
  const isLost = useEditorStore((state) => state.runConnection === 'lost');
  const refusal = useRefusal();
  const below = run.undecided?.includes(stageKey) ? undefined : run.undecided_children?.filter(isBelow(stageKey));
  if (below) return <DecidedBelow below={below} />;
  return (
    <div className="px-4 pb-3">
      <Callout tone="warning" icon={<UserCheck size={16} aria-hidden />}>
        <p>
          <LongText text={stageRun.error?.message ?? 'A person has to decide what became of its request.'} />
        </p>
        {run.held !== undefined && (
          <p className="mt-1.5">The run is held and sends nothing. Resume it or cancel it first, then decide here.</p>
        )}
        <div className="mt-2">
          {run.held === undefined ? (
            <DecideButton run={run} stageKey={stageKey} isDisabled={isLost || refusal !== undefined} title={refusal} />
          ) : (
            <ResumeButton runId={run.id} isDisabled={isLost} isPrimary />
          )}
        </div>
        {refusal !== undefined && <p className="mt-1.5 text-muted text-xs">{refusal}</p>}
      </Callout>
    </div>
  );
}

/** A stage of a loop as a whole has the children of all its turns. */
function isBelow(stageKey: string): (child: UndecidedChild) => boolean {
  return ({ stage }) => stage === stageKey || stageIdOfKey(stage) === stageKey;
}

function DecidedBelow({ below }: { readonly below: readonly UndecidedChild[] }): ReactNode {
  return (
    <div className="px-4 pb-3">
      <Callout tone="warning" icon={<UserCheck size={16} aria-hidden />}>
        {below.map((child) => (
          <p key={child.run_id}>It waits for {toChildText(child)} It is decided on there.</p>
        ))}
      </Callout>
    </div>
  );
}

function SkipChain({ stageRun }: { readonly stageRun: StageRun }): ReactNode {
  const { because = [], reason } = stageRun;
  return (
    <div className="px-4 pb-3">
      <Callout tone="info" icon={<Minus size={16} aria-hidden />}>
        <p>Not run{reason === undefined ? '' : `: ${toSkipText(reason)}`}.</p>
        {because.length > 0 && (
          <ol aria-label="What led to it" className="mt-1.5 space-y-1 text-xs">
            {because.map((cause, index) => (
              <li
                key={`${cause.stage_id} ${cause.what}`}
                className="flex gap-1.5"
                style={{ paddingLeft: Math.min(index, 6) * 12 }}
              >
                <CornerDownRight size={12} aria-hidden className="mt-1 shrink-0 text-faint" />
                <span className="min-w-0 break-words">
                  <Sentence parts={toCauseSentence(cause)} />
                </span>
              </li>
            ))}
          </ol>
        )}
      </Callout>
    </div>
  );
}

/**
 * What a stage is at. A retried stage goes back and forth between running and waiting: both take the same room, so that
 * nothing below jumps.
 */
function UnderWay({ stageRun }: { readonly stageRun: StageRun }): ReactNode {
  const { waiting, error, attempts } = stageRun;
  const now = useRunTimeAt(useNow(true));
  if (!waiting && attempts < 2) return null;
  const leftMs = waiting?.until == null ? undefined : Date.parse(waiting.until) - now;
  return (
    <div className="px-4 pb-3">
      <Callout
        tone="info"
        icon={waiting ? <Hourglass size={16} aria-hidden /> : <LoaderCircle size={16} aria-hidden />}
      >
        <p className="tabular truncate">
          {!waiting && `Attempt ${attempts} is running`}
          {waiting && (leftMs === undefined ? 'Waits' : `Goes on in ${toDurationText(Math.max(0, leftMs))}`)}
        </p>
        <p className="min-h-5 truncate text-muted text-xs" title={waiting?.why}>
          {waiting?.why}
        </p>
        {error && (
          <p className="mt-1 break-words border-line border-t pt-1 text-muted text-xs">
            Last attempt: <LongText text={error.message} />
          </p>
        )}
      </Callout>
    </div>
  );
}
