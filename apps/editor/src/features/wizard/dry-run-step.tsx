import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { templateQuery } from '../../api/template-queries.ts';
import { findRenamedStages, renameAnswers } from '../../model/document/renamed-stages.ts';
import { type DryRunChoices, dryRun } from '../../model/wizard/dry-run.ts';
import type { WizardAddress } from '../../model/wizard/wizard-address.ts';
import type { WizardDraft } from '../../model/wizard/wizard-draft.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { nextTurn } from '../../ui/next-turn.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AnswerList } from './answer-list.tsx';
import { DecisionList } from './decision-list.tsx';
import { DryRunResult } from './dry-run-result.tsx';
import { ScenarioPicker } from './scenario-picker.tsx';
import type { ShowInWizard } from './use-wizard-address.ts';

type DryRunStepProps = { readonly address: WizardAddress; readonly show: ShowInWizard };

/** The draft run by the engine in this page, against made-up answers: choose what happens, and see how it goes. */
export function DryRunStep({ address, show }: DryRunStepProps): ReactNode {
  const draft = useWizardStore((state) => state.draft);
  const templateId = address.source?.kind === 'template' ? address.source.id : undefined;
  const template = useQuery({ ...templateQuery(templateId ?? ''), enabled: templateId !== undefined });
  const scenarios = template.data?.template.scenarios ?? [];
  const original = template.data?.document.reading.pipeline;
  const scenario = scenarios.find(({ id }) => id === address.scenario) ?? scenarios[0];
  const isWaiting = templateId !== undefined && template.isPending;
  const pipeline = draft?.document.reading.pipeline;
  const choices = useMemo<DryRunChoices>(() => {
    const renamed = original && pipeline ? findRenamedStages(original, pipeline) : new Map<string, string>();
    return {
      scenario: scenario && { ...scenario, answers: renameAnswers(scenario.answers, renamed) },
      answers: draft?.answers ?? {},
      arms: address.arms,
      failing: address.failing,
    };
  }, [scenario, original, pipeline, draft?.answers, address.arms, address.failing]);
  if (!draft || isWaiting) return <Skeleton className="h-60 w-full" />;
  const { reading, graph } = draft.document;
  if (!reading.isRunnable || !reading.pipeline || !graph || reading.pipeline.stages.length === 0) {
    return <CannotRun draft={draft} show={show} />;
  }
  return (
    <div className="grid grid-cols-[360px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-5">
        {template.error && (
          <Callout tone="warning" icon={<CircleAlert size={16} />}>
            <p>
              What can happen in this template could not be loaded: {template.error.message}. Every stage gets the
              answer that the pipeline looks for.
            </p>
            <Button size="sm" className="mt-2" onClick={() => void template.refetch()}>
              Try again
            </Button>
          </Callout>
        )}
        {scenarios.length > 0 && (
          <ScenarioPicker
            scenarios={scenarios}
            chosen={scenario?.id}
            onChoose={(id) => show({ scenario: id, arms: {}, failing: [] }, { replace: true })}
          />
        )}
        <DecisionList graph={graph} arms={address.arms} onChange={(arms) => show({ arms }, { replace: true })} />
        <AnswerList
          pipeline={reading.pipeline}
          graph={graph}
          choices={choices}
          onFailing={(failing) => show({ failing }, { replace: true })}
        />
      </div>
      <Simulated draft={draft} choices={choices} />
    </div>
  );
}

function Simulated({ draft, choices }: { readonly draft: WizardDraft; readonly choices: DryRunChoices }): ReactNode {
  const { reading, graph } = draft.document;
  const { pipeline } = reading;
  const simulation = useQuery({
    queryKey: ['dry-run', draft.text, choices],
    queryFn: ({ signal }) => {
      if (!pipeline || !graph) throw new Error('The pipeline cannot be read.');
      return dryRun({ pipeline, graph }, choices, { signal, settle: nextTurn });
    },
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
    networkMode: 'always',
  });
  if (simulation.error) {
    return (
      <Callout tone="error" icon={<CircleAlert size={16} />}>
        The dry run could not begin: {simulation.error.message}
      </Callout>
    );
  }
  if (!simulation.data || !graph) return <Skeleton className="h-80 w-full" />;
  return <DryRunResult simulation={simulation.data} graph={graph} />;
}

function CannotRun({ draft, show }: { readonly draft: WizardDraft; readonly show: ShowInWizard }): ReactNode {
  const errors = draft.document.reading.diagnostics.filter(({ severity }) => severity === 'error');
  return (
    <Callout tone="warning" icon={<CircleAlert size={16} />}>
      <p className="font-medium">
        {errors.length > 0 ? 'The pipeline cannot run before its errors are fixed.' : 'There are no stages to run yet.'}
      </p>
      <ul className="my-1 list-disc pl-5">
        {errors.slice(0, 5).map(({ message, pointer }) => (
          <li key={`${pointer} ${message}`}>{message}</li>
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        <Button size="sm" onClick={() => show({ step: 'stages' })}>
          Go to the stages
        </Button>
        {errors.length > 0 && (
          <Button size="sm" onClick={() => show({ step: 'export' })}>
            Show all problems
          </Button>
        )}
      </div>
    </Callout>
  );
}
