import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { WizardAddress } from '../../model/wizard/wizard-address.ts';
import { type StepState, toStepWords, WIZARD_STEPS, type WizardStep } from '../../model/wizard/wizard-steps.ts';
import { classNames } from '../../ui/class-names.ts';
import { toWizardPath } from './use-wizard-address.ts';

/** The six steps, each with how it stands; all of them can be gone to at any time. */
export function StepNav(props: {
  readonly address: WizardAddress;
  readonly states: Readonly<Record<WizardStep, StepState>>;
}): ReactNode {
  const { address, states } = props;
  const here = WIZARD_STEPS.findIndex(({ id }) => id === address.step);
  return (
    <nav aria-label="Steps" className="overflow-x-auto">
      <ol className="flex min-w-max items-stretch gap-1 px-4">
        {WIZARD_STEPS.map(({ id, title }, index) => {
          const isHere = id === address.step;
          const words = toStepWords(id, states[id], address.step);
          const isDone = words === 'done';
          const isOpen = index < here && states[id].kind === 'open';
          return (
            <li key={id}>
              <Link
                ref={isHere ? showInView : undefined}
                href={toWizardPath({ ...address, step: id })}
                aria-current={isHere ? 'step' : undefined}
                className={classNames(
                  'relative flex h-10 items-center gap-2 rounded-md px-2.5 font-medium text-sm outline-offset-[-2px] transition-colors after:absolute after:inset-x-2.5 after:bottom-0 after:h-0.5',
                  isHere ? 'text-ink after:bg-accent' : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <span
                  aria-hidden
                  className={classNames(
                    'tabular grid size-5 place-items-center rounded-full border text-2xs',
                    isDone && 'border-succeeded text-succeeded',
                    isOpen && 'border-recovered text-recovered',
                    isHere && 'border-accent text-accent-strong',
                    !isDone && !isOpen && !isHere && 'border-line-strong',
                  )}
                >
                  {isDone ? <Check size={12} strokeWidth={3} /> : index + 1}
                </span>
                {title} {words !== undefined && <span className="sr-only">({words})</span>}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** On a narrow screen not all steps have room. */
function showInView(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
