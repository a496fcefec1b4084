import type { Pipeline, PipelineGraph } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer } from '@flowmason/templates';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { answersFor, type DryRunChoices } from '../../model/wizard/dry-run.ts';
import { needsAnswer } from '../../model/wizard/dry-run-answers.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { NativeSelect } from '../../ui/native-select.tsx';
import { AnswerEditor } from './answer-editor.tsx';

type AnswerListProps = {
  readonly pipeline: Pipeline;
  readonly graph: PipelineGraph;
  readonly choices: DryRunChoices;
  readonly onFailing: (stageIds: readonly string[]) => void;
};

/** What every stage hears that asks something outside: whether it is answered, and with what. */
export function AnswerList({ pipeline, graph, choices, onFailing }: AnswerListProps): ReactNode {
  const [openId, setOpenId] = useState<string>();
  const answers = useMemo(() => answersFor(pipeline, graph, choices), [pipeline, graph, choices]);
  const stages = pipeline.stages.filter(needsAnswer);
  if (stages.length === 0) return null;
  function setFailing(stageId: string, isFailing: boolean): void {
    const others = choices.failing.filter((id) => id !== stageId);
    onFailing(isFailing ? [...others, stageId] : others);
  }
  return (
    <section aria-label="Answers">
      <h3 className="mb-1.5 font-medium text-muted text-xs">Answers of services and models</h3>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {stages.map(({ id }) => (
          <AnswerRow
            key={id}
            stageId={id}
            answers={answers[id] ?? []}
            isFailing={choices.failing.includes(id)}
            isWritten={choices.answers[id] !== undefined}
            isOpen={openId === id}
            onToggle={() => setOpenId(openId === id ? undefined : id)}
            onFailing={(isFailing) => setFailing(id, isFailing)}
          />
        ))}
      </ul>
    </section>
  );
}

function AnswerRow(props: {
  readonly stageId: string;
  /** Those of its calls in their order; the last also for every further call. */
  readonly answers: readonly SimulatedAnswer[];
  readonly isFailing: boolean;
  readonly isWritten: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onFailing: (isFailing: boolean) => void;
}): ReactNode {
  const { stageId, answers, isFailing, isOpen } = props;
  const answer = answers.at(-1);
  const answerStage = useWizardStore((state) => state.answer);
  return (
    <li>
      <div className="flex items-center gap-2 py-1 pr-2 pl-1">
        <button
          type="button"
          aria-expanded={isOpen}
          disabled={isFailing}
          onClick={props.onToggle}
          className="flex min-w-0 flex-1 items-center gap-1.5 rounded-md px-1.5 py-1 text-left transition-colors enabled:hover:bg-hover"
        >
          <span aria-hidden className="text-faint">
            {isOpen && !isFailing ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
          </span>
          <span className="min-w-0 flex-1 truncate">
            <span className="sr-only">Answer of </span>
            {stageId}
          </span>
          {props.isWritten && !isFailing && <Badge tone="accent">edited</Badge>}
          <span className="tabular shrink-0 text-faint text-xs">{shortText(answer)}</span>
        </button>
        <NativeSelect
          aria-label={`Outcome of ${stageId}`}
          value={isFailing ? 'fails' : 'answers'}
          onChange={(event) => props.onFailing(event.target.value === 'fails')}
          className="h-6 rounded-md border border-line bg-surface pl-2 text-xs transition-colors hover:border-line-strong"
        >
          <option value="answers">answers</option>
          <option value="fails">fails</option>
        </NativeSelect>
      </div>
      {isOpen && !isFailing && answer && (
        <AnswerEditor
          stageId={stageId}
          answer={answer}
          isWritten={props.isWritten}
          onChange={(next) => answerStage(stageId, [...answers.slice(0, -1), next])}
          onReset={() => answerStage(stageId, undefined)}
        />
      )}
    </li>
  );
}

function shortText(answer: SimulatedAnswer | undefined): string {
  switch (answer?.kind) {
    case 'response':
      return String(answer.status);
    case 'model':
      return 'text';
    case 'output':
      return 'output';
    case 'failure':
      return answer.type;
    default:
      return 'none';
  }
}
