import type { ReactNode } from 'react';
import type { InputReading } from '../../model/runs/run-input.ts';
import { classNames } from '../../ui/class-names.ts';

type InputEditorProps = {
  readonly text: string;
  readonly reading: InputReading;
  readonly onChange: (text: string) => void;
};

/** The input as JSON, with what is wrong with it below, each at its place. */
export function InputEditor({ text, reading, onChange }: InputEditorProps): ReactNode {
  const isWrong = reading.kind !== 'fit';
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor="run-input" className="font-medium text-muted text-xs">
        Input
      </label>
      <textarea
        id="run-input"
        data-autofocus
        value={text}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby="run-input-state"
        className={classNames(
          'h-80 w-full max-md:h-40 resize-none rounded-md border bg-sunken px-3 py-2 font-mono text-xs outline-none transition-colors',
          isWrong ? 'border-failed' : 'border-line focus:border-accent',
        )}
      />
      <div id="run-input-state" aria-live="polite" className="min-h-5 text-xs">
        <InputState reading={reading} />
      </div>
    </section>
  );
}

function InputState({ reading }: { readonly reading: InputReading }): ReactNode {
  if (reading.kind === 'fit') return <p className="text-faint">Fits the pipeline’s input schema.</p>;
  if (reading.kind === 'not_json') return <p className="text-failed">This is not JSON: {reading.message}</p>;
  return (
    <ul className="text-failed">
      {reading.problems.slice(0, SHOWN).map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          <code className="mr-1.5 font-mono text-2xs">{pointer === '' ? 'input' : pointer}</code>
          {message}
        </li>
      ))}
      {reading.problems.length > SHOWN && <li>and {reading.problems.length - SHOWN} more</li>}
    </ul>
  );
}

/** More would push the dialog out of the screen. */
const SHOWN = 4;
