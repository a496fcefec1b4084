import { isMaskable, MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Takes a secret value, of several lines too, and shows dots for it unless it is asked to show it. */
export function SecretValueField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** In a dialog, where the focus starts. */
  readonly hasFirstFocus: boolean;
}): ReactNode {
  const { value, onChange, hasFirstFocus } = props;
  const [isShown, setIsShown] = useState(false);
  const id = useId();
  const hasSeveralLines = value.replace(/\r?\n$/, '').includes('\n');
  const isShort = value !== '' && !isMaskable(value);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center justify-between">
        <label htmlFor={id} className="font-medium text-muted text-xs">
          Value
        </label>
        <IconButton
          label={isShown ? 'Hide the value' : 'Show the value'}
          className="size-6"
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeOff size={14} /> : <Eye size={14} />}
        </IconButton>
      </div>
      <textarea
        id={id}
        data-plain-field
        data-autofocus={hasFirstFocus ? '' : undefined}
        rows={hasSeveralLines ? 5 : 1}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        aria-invalid={isShort}
        className={classNames(
          'min-h-8 resize-y rounded-md border border-line bg-surface px-2.5 py-1.5 font-mono text-xs outline-none transition-colors focus:border-accent',
          !isShown && '[-webkit-text-security:disc]',
        )}
      />
      <p id={`${id}-help`} aria-live="polite" className={classNames('text-xs', isShort ? 'text-failed' : 'text-faint')}>
        {isShort
          ? `A secret has at least ${MIN_SECRET_LENGTH} characters, or it could not be masked.`
          : 'Paste it as it is, keys of several lines too. A line end at its end is left out.'}
      </p>
    </div>
  );
}
