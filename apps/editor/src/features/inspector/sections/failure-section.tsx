import type { ReactNode } from 'react';
import { type FormField, plainField } from '../../../model/fields/config-form.ts';
import { BooleanField } from '../fields/boolean-field.tsx';
import { ChoiceField } from '../fields/choice-field.tsx';
import { Section } from './section.tsx';

/** What becomes of the run when the stage fails, or is interrupted. */
export function FailureSection(): ReactNode {
  return (
    <Section title="On failure">
      <ChoiceField path={ON_ERROR_PATH} field={ON_ERROR} options={['fail', 'continue']} />
      <BooleanField path={IDEMPOTENT_PATH} field={IDEMPOTENT} />
      <ChoiceField path={ON_INTERRUPT_PATH} field={ON_INTERRUPT} options={['retry', 'fail']} />
      <BooleanField path={DISABLED_PATH} field={DISABLED} />
    </Section>
  );
}

const ON_ERROR_PATH = ['on_error'] as const;
const IDEMPOTENT_PATH = ['idempotent'] as const;
const ON_INTERRUPT_PATH = ['on_interrupt'] as const;
const DISABLED_PATH = ['disabled'] as const;

const ON_ERROR: FormField = plainField('on_error', {
  title: 'On error',
  description: 'continue: the failure is tolerated, the output is null, and what depends on the stage runs.',
  usual: 'fail',
});

const IDEMPOTENT: FormField = plainField('idempotent', {
  title: 'Idempotent',
  description: 'Doing it twice does no harm, so it may be sent again after a crash or a lost answer.',
  usual: false,
});

const ON_INTERRUPT: FormField = plainField('on_interrupt', {
  title: 'After a crash',
  description:
    'What becomes of it when the runner stopped in the middle of it. Not set: as its kind of request allows.',
});

const DISABLED: FormField = plainField('disabled', {
  title: 'Disabled',
  description: 'It is passed over, and what depends on it runs.',
  usual: false,
});
