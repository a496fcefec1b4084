import type { ConditionTrace } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { StageDecision } from '../../model/runs/stage-attempts.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { TraceTree } from '../../ui/trace-tree.tsx';
import { StageSection } from './stage-section.tsx';

/** Why a decision went as it did: each condition it looked at, with the value of every part of it. */
export function DecisionWhy(props: {
  readonly decisions: readonly StageDecision[];
  /** Every outcome that the stage has, in the order in which they are looked at. */
  readonly arms: readonly string[];
}): ReactNode {
  const { decisions, arms } = props;
  return (
    <StageSection title="Why" note={decisions.map(({ arm }) => toArmText(arm)).join(', ')}>
      <div className="flex flex-col gap-3">
        {decisions.map((decision) => (
          <div key={decision.seq} className="flex flex-col gap-2">
            {decision.trace.length === 0 && (
              <p className="text-muted">{NO_CONDITION[decision.arm] ?? 'No condition was looked at.'}</p>
            )}
            {decision.trace.map((condition) => (
              <Condition key={condition.name} condition={condition} isTaken={isTaken(decision, condition)} />
            ))}
            <NotLookedAt decision={decision} arms={arms} />
          </div>
        ))}
      </div>
    </StageSection>
  );
}

/** The routes behind the one that was taken; nobody asked for their conditions. */
function NotLookedAt({
  decision,
  arms,
}: {
  readonly decision: StageDecision;
  readonly arms: readonly string[];
}): ReactNode {
  const asked = new Set(decision.trace.map(({ name }) => name));
  // Only a router names its conditions after its outcomes.
  if (!arms.some((arm) => asked.has(arm))) return null;
  const rest = arms.filter((arm) => !asked.has(arm) && arm !== decision.arm);
  if (rest.length === 0) return null;
  return <p className="text-muted text-xs">Not looked at, because an earlier route was taken: {rest.join(', ')}</p>;
}

const NO_CONDITION: Readonly<Record<string, string>> = {
  caught: 'A member of its try failed, so its catch ran.',
  ok: 'No member of its try failed, so its catch was not needed.',
};

function toArmText(arm: string): string {
  if (arm === 'met') return 'its condition was met';
  return arm === 'exhausted' ? 'no attempt was left' : `took ${arm}`;
}

/** Of a router's conditions the one whose route it went; a single condition decides whatever it gave. */
function isTaken({ arm, trace }: StageDecision, { name }: ConditionTrace): boolean {
  return trace.length === 1 || name === arm;
}

function Condition({
  condition,
  isTaken: isRouteTaken,
}: {
  readonly condition: ConditionTrace;
  readonly isTaken: boolean;
}): ReactNode {
  const { name, result, error, trace } = condition;
  return (
    <div
      className={classNames(
        'rounded-md border px-3 py-2',
        isRouteTaken ? 'border-line-strong' : 'border-line border-dashed',
      )}
    >
      <p className="mb-1 flex items-baseline gap-2 text-xs">
        <span className="min-w-0 truncate font-medium">{name === 'retry' ? 'condition to try again' : name}</span>
        <span className={classNames('font-mono', error === undefined ? 'text-tint-control' : 'text-failed')}>
          {error === undefined ? JSON.stringify(result) : 'error'}
        </span>
        {!isRouteTaken && <span className="ml-auto shrink-0 text-faint">not taken</span>}
      </p>
      {trace ? (
        <TraceTree trace={trace} />
      ) : (
        error !== undefined && (
          <p className="flex gap-1.5 break-words text-failed text-xs">
            <Icon name="circle-x" size={12} className="mt-1 shrink-0" />
            {error}
          </p>
        )
      )}
    </div>
  );
}
