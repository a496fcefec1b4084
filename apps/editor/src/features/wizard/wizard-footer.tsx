import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WizardAddress } from '../../model/wizard/wizard-address.ts';
import { neighbourSteps, WIZARD_STEPS, type WizardStep } from '../../model/wizard/wizard-steps.ts';
import { Button } from '../../ui/button.tsx';
import type { ShowInWizard } from './use-wizard-address.ts';

/** The way on and the way back. */
export function WizardFooter(props: {
  readonly address: WizardAddress;
  readonly show: ShowInWizard;
  readonly canGoOn: boolean;
}): ReactNode {
  const { address, show, canGoOn } = props;
  const { back, next } = neighbourSteps(address.step);
  return (
    <footer className="flex h-12 shrink-0 items-center justify-between gap-3 border-line border-t bg-surface px-6 max-sm:px-4">
      <Button
        icon={<ArrowLeft size={14} aria-hidden />}
        disabled={!back}
        onClick={() => back && show({ step: back })}
        className={back ? '' : 'invisible'}
      >
        Back
      </Button>
      {next && (
        <div className="flex items-center gap-3">
          <span className="text-faint text-xs max-sm:hidden">{titleOf(next)}</span>
          <Button variant="primary" disabled={!canGoOn} onClick={() => show({ step: next })}>
            Next
            <ArrowRight size={14} aria-hidden />
          </Button>
        </div>
      )}
    </footer>
  );
}

function titleOf(step: WizardStep): string {
  return WIZARD_STEPS.find(({ id }) => id === step)?.title ?? '';
}
