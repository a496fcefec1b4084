import { CircleAlert, FileQuestion, Redo2, Undo2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { WizardAddress } from '../../model/wizard/wizard-address.ts';
import { stepStates, WIZARD_STEPS } from '../../model/wizard/wizard-steps.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChooseStep } from './choose-step.tsx';
import { DryRunStep } from './dry-run-step.tsx';
import { EndpointsStep } from './endpoints-step.tsx';
import { ExportStep } from './export-step.tsx';
import { InputsStep } from './inputs-step.tsx';
import { StagesStep } from './stages-step.tsx';
import { StepNav } from './step-nav.tsx';
import { type ShowInWizard, useWizardAddress } from './use-wizard-address.ts';
import { useWizardDraft } from './use-wizard-draft.ts';
import { useWizardKeys } from './use-wizard-keys.ts';
import { WizardFooter } from './wizard-footer.tsx';

/** From a template to a pipeline of one's own in six steps; nothing is run for real, nothing is written before the last. */
export function WizardPage(): ReactNode {
  const [address, show] = useWizardAddress();
  const { error, isUnknown } = useWizardDraft(address, show);
  const document = useWizardStore((state) => state.draft?.document);
  const states = stepStates(document);
  const state = states[address.step];
  useWizardKeys();
  return (
    <div className="flex h-full flex-col bg-canvas">
      <title>Wizard · FlowMason</title>
      <header className="shrink-0 border-line border-b bg-surface">
        <div className="flex h-12 items-center gap-3 px-6 max-sm:px-4">
          <h1 className="shrink-0 font-semibold text-sm">Wizard</h1>
          <p className="min-w-0 flex-1 truncate text-muted">{document?.reading.pipeline?.name}</p>
          <UndoButtons />
        </div>
        <StepNav address={address} states={states} />
      </header>
      <StepFrame address={address} left={document && state.kind === 'open' ? state.left : undefined}>
        {error && (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            What to start from could not be loaded: {error.message}
          </Callout>
        )}
        {isUnknown && <UnknownSource show={show} />}
        <Refusal />
        <Step
          address={address}
          show={show}
          isReady={document !== undefined}
          isReadable={document?.reading.pipeline !== undefined}
        />
      </StepFrame>
      <WizardFooter address={address} show={show} canGoOn={document !== undefined} />
    </div>
  );
}

function Step(props: {
  readonly address: WizardAddress;
  readonly show: ShowInWizard;
  readonly isReady: boolean;
  /** A pipeline could be read from the text, perhaps with errors. */
  readonly isReadable: boolean;
}): ReactNode {
  const { address, show, isReady, isReadable } = props;
  if (address.step === 'choose') return <ChooseStep address={address} show={show} />;
  if (address.source === undefined) return <NothingChosen show={show} />;
  if (!isReady) return <Skeleton className="h-60 w-full" />;
  if (!isReadable) return <Unreadable />;
  switch (address.step) {
    case 'inputs':
      return <InputsStep />;
    case 'stages':
      return <StagesStep />;
    case 'endpoints':
      return <EndpointsStep />;
    case 'dry-run':
      return <DryRunStep address={address} show={show} />;
    case 'export':
      return <ExportStep />;
  }
}

/** Title and place of the step; the focus goes there when another one shows, so that it is read out. */
function StepFrame(props: {
  readonly address: WizardAddress;
  /** What is to do in the step, as half a sentence. */
  readonly left: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { step } = props.address;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus();
  }, [step]);
  const index = WIZARD_STEPS.findIndex(({ id }) => id === step);
  const info = WIZARD_STEPS[index];
  return (
    <div key={step} className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-400 flex-col gap-4 px-6 py-6 max-sm:px-4">
        <div>
          <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg tracking-tight outline-none">
            {info?.title}
            <span className="ml-2 font-normal text-faint text-xs">
              step {index + 1} of {WIZARD_STEPS.length}
            </span>
          </h2>
          <p className="text-muted">
            {info?.hint}
            {props.left !== undefined && <span className="text-recovered"> · {props.left}</span>}
          </p>
        </div>
        {props.children}
      </div>
    </div>
  );
}

function UndoButtons(): ReactNode {
  const draft = useWizardStore((state) => state.draft);
  const { undo, redo } = useWizardStore.getState();
  const last = draft?.history.past.at(-1);
  const next = draft?.history.future[0];
  return (
    <div className="flex items-center gap-1">
      <IconButton label={last ? `Undo: ${last.label}` : 'Undo'} keys="Ctrl Z" disabled={!last} onClick={undo}>
        <Undo2 size={16} />
      </IconButton>
      <IconButton label={next ? `Redo: ${next.label}` : 'Redo'} keys="Ctrl Y" disabled={!next} onClick={redo}>
        <Redo2 size={16} />
      </IconButton>
    </div>
  );
}

function Refusal(): ReactNode {
  const refusal = useWizardStore((state) => state.refusal);
  const forget = useWizardStore((state) => state.forgetRefusal);
  if (refusal === undefined) return null;
  return (
    <Callout tone="error" icon={<CircleAlert size={16} />}>
      {refusal}{' '}
      <Button size="sm" variant="ghost" onClick={forget}>
        Close
      </Button>
    </Callout>
  );
}

/** A file of the workspace may hold anything. */
function Unreadable(): ReactNode {
  const [first] = useWizardStore((state) => state.draft?.document.reading.diagnostics) ?? [];
  return (
    <Callout tone="error" icon={<CircleAlert size={16} />}>
      This file cannot be read as a pipeline: {first?.message ?? 'it has no stages.'} Open it in the editor to mend its
      text.
    </Callout>
  );
}

function NothingChosen({ show }: { readonly show: ShowInWizard }): ReactNode {
  return (
    <EmptyState
      icon={<FileQuestion size={24} />}
      title="Nothing is chosen yet"
      action={<Button onClick={() => show({ step: 'choose' })}>Choose what to start from</Button>}
    >
      A template, a pipeline of the workspace, or an empty one.
    </EmptyState>
  );
}

function UnknownSource({ show }: { readonly show: ShowInWizard }): ReactNode {
  return (
    <Callout tone="error" icon={<CircleAlert size={16} />}>
      There is no template of this name.{' '}
      <Button size="sm" onClick={() => show({ source: undefined, step: 'choose', draft: undefined })}>
        Choose another
      </Button>
    </Callout>
  );
}
