import { type ReactNode, useId } from 'react';
import type { TrySample } from '../../../model/fields/try-sample.ts';
import { Button } from '../../../ui/button.tsx';

interface SampleFieldProps {
  readonly label: string;
  readonly sample: TrySample;
  /** Undefined goes back to what the pipeline gives. */
  readonly onChange: (own: string | undefined) => void;
}

/** The data that something is tried on, to be typed or pasted over; says when it is a person's own. */
export function SampleField({ label, sample, onChange }: SampleFieldProps): ReactNode {
  const id = useId();
  const { text, isOwn, missing } = sample;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-h-6 items-center gap-2 text-muted text-xs">
        <label htmlFor={id}>{label}</label>
        {isOwn && (
          <>
            <em className="flex-1 text-faint">Own sample</em>
            <Button size="sm" onClick={() => onChange(undefined)}>
              Use the pipeline's data
            </Button>
          </>
        )}
      </div>
      {missing !== undefined && (
        <p id={`${id}-missing`} className="text-muted text-xs">
          {missing} Type or paste a sample to try it on.
        </p>
      )}
      <textarea
        id={id}
        aria-describedby={missing === undefined ? undefined : `${id}-missing`}
        data-plain-field
        value={text}
        rows={1}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
        className="max-h-32 w-full resize-none rounded-md border border-line bg-surface px-2 py-1 font-mono text-xs outline-none [field-sizing:content] focus:border-accent"
      />
    </div>
  );
}
