import type { Stage } from '@flowmason/pipeline-schema';
import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { type FormField, plainField } from '../../../model/fields/config-form.ts';
import { CONDITION_FORMAT, numberFormat } from '../../../model/fields/field-format.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { BooleanField } from '../fields/boolean-field.tsx';
import { ChoiceField } from '../fields/choice-field.tsx';
import { CodeConfigField } from '../fields/code-config-field.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { TypedField } from '../fields/typed-field.tsx';
import { useEditedValue } from '../use-edited-value.ts';
import { RetryPicture } from './retry-picture.tsx';
import { Section } from './section.tsx';

/** How long a stage may take, and how often it is tried. */
export function RetrySection({ stage }: { readonly stage: Stage }): ReactNode {
  const { fault, write } = useEditedValue(RETRY_PATH);
  const { retry } = stage;
  return (
    <Section
      title="Retry and time"
      path={RETRY_PATH}
      aside={
        retry ? (
          <IconButton label="Remove retry" side="left" className="size-6" onClick={() => write(undefined)}>
            <Trash2 size={13} />
          </IconButton>
        ) : (
          <Button size="sm" variant="ghost" icon={<Plus size={12} />} onClick={() => write({ max_attempts: 3 })}>
            Add retry
          </Button>
        )
      }
    >
      {fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {fault}
        </p>
      )}
      {retry && <RetryFields hasCondition={retry.condition !== undefined} />}
      <div className="grid grid-cols-2 gap-3">
        <DurationField path={TIMEOUT_PATH} field={TIMEOUT} />
        <DurationField path={DEADLINE_PATH} field={DEADLINE} />
      </div>
      {(retry || stage.timeout_ms !== undefined) && <RetryPicture stage={stage} />}
    </Section>
  );
}

function RetryFields({ hasCondition }: { readonly hasCondition: boolean }): ReactNode {
  const backoff = useMemo(() => ({ ...BACKOFF, placeholder: hasCondition ? '1' : '2' }), [hasCondition]);
  const jitter = useMemo(() => ({ ...JITTER, usual: !hasCondition }), [hasCondition]);
  return (
    <>
      <CodeConfigField path={CONDITION_PATH} field={CONDITION} format={CONDITION_FORMAT} />
      <div className="grid grid-cols-2 gap-3">
        <TypedField path={ATTEMPTS_PATH} field={ATTEMPTS} format={WHOLE} unit="" />
        <TypedField path={DELAY_PATH} field={DELAY} format={SECONDS} unit="s" />
        <TypedField path={BACKOFF_PATH} field={backoff} format={FACTOR} unit="×" />
        <TypedField path={MAX_DELAY_PATH} field={MAX_DELAY} format={SECONDS} unit="s" />
      </div>
      <BooleanField path={JITTER_PATH} field={jitter} />
      <ChoiceField path={EXHAUSTED_PATH} field={EXHAUSTED} options={['fail', 'continue']} />
    </>
  );
}

const RETRY_PATH = ['retry'] as const;
const CONDITION_PATH = ['retry', 'condition'] as const;
const ATTEMPTS_PATH = ['retry', 'max_attempts'] as const;
const DELAY_PATH = ['retry', 'delay_seconds'] as const;
const BACKOFF_PATH = ['retry', 'backoff'] as const;
const MAX_DELAY_PATH = ['retry', 'max_delay_seconds'] as const;
const JITTER_PATH = ['retry', 'jitter'] as const;
const EXHAUSTED_PATH = ['retry', 'on_exhausted'] as const;
const TIMEOUT_PATH = ['timeout_ms'] as const;
const DEADLINE_PATH = ['deadline_ms'] as const;

const WHOLE = numberFormat({ isInteger: true, minimum: 1, maximum: undefined });
const SECONDS = numberFormat({ isInteger: false, minimum: 0, maximum: undefined });
const FACTOR = numberFormat({ isInteger: false, minimum: 1, maximum: undefined });

const CONDITION: FormField = plainField('condition', {
  title: 'Try again while',
  description:
    'True means another attempt after the delay; what is missing counts as “not yet”. Without it, only failures are tried again.',
  placeholder: '{{output.status_code != 200}}',
  control: { kind: 'condition' },
  rule: { policy: 'condition' },
});

const ATTEMPTS: FormField = plainField('max_attempts', {
  title: 'Max attempts',
  description: 'All attempts, the first one included.',
  placeholder: '3',
  control: { kind: 'number', isInteger: true, minimum: 1, maximum: undefined, unit: '' },
});

const DELAY: FormField = plainField('delay_seconds', {
  title: 'Delay',
  description: 'The wait before the second attempt.',
  placeholder: '1',
  control: { kind: 'number', isInteger: false, minimum: 0, maximum: undefined, unit: 's' },
});

const BACKOFF: FormField = plainField('backoff', {
  title: 'Backoff',
  description: 'Each wait is this many times the one before: 1 keeps it the same.',
  placeholder: '2',
  control: { kind: 'number', isInteger: false, minimum: 1, maximum: undefined, unit: '×' },
});

const MAX_DELAY: FormField = plainField('max_delay_seconds', {
  title: 'Max delay',
  description: 'No wait is longer than this.',
  placeholder: '60',
  control: { kind: 'number', isInteger: false, minimum: 0, maximum: undefined, unit: 's' },
});

const JITTER: FormField = plainField('jitter', {
  title: 'Jitter',
  description: 'Each wait is shortened by up to a half, so that many do not come at once.',
  usual: true,
});

const EXHAUSTED: FormField = plainField('on_exhausted', {
  title: 'When exhausted',
  description: 'After the last attempt: fail the stage, or go on with the last output.',
  usual: 'fail',
});

const TIMEOUT: FormField = plainField('timeout_ms', {
  title: 'Timeout',
  description: 'How long one attempt may take: 30 s, 5 m, 500 ms.',
  placeholder: 'none',
});

const DEADLINE: FormField = plainField('deadline_ms', {
  title: 'Deadline',
  description: 'How long all attempts and the waits between them may take: 5 m, 1 h.',
  placeholder: 'none',
});
