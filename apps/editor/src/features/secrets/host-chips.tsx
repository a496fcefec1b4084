import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';

/** Where a secret may go: addresses as chips, added with Enter or a comma. */
export function HostChips(props: {
  readonly hosts: readonly string[];
  readonly onChange: (hosts: readonly string[]) => void;
}): ReactNode {
  const { hosts, onChange } = props;
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  function add(): void {
    const added = text.split(/[\s,]+/).filter((host) => host !== '' && !hosts.includes(host));
    if (added.length > 0) onChange([...hosts, ...added]);
    setText('');
  }
  function remove(host: string): void {
    onChange(hosts.filter((one) => one !== host));
    input.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if ((event.key === 'Enter' || event.key === ',') && text.trim() !== '') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && hosts.length > 0) {
      onChange(hosts.slice(0, -1));
    }
  }

  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        Goes only to
      </label>
      <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line bg-surface px-1.5 py-1 transition-colors focus-within:border-accent">
        {hosts.map((host) => (
          <span
            key={host}
            className="inline-flex min-h-6 items-center gap-1 rounded-sm bg-hover pr-0.5 pl-1.5 font-mono text-2xs"
          >
            <span className="break-all">{host}</span>
            <button
              type="button"
              aria-label={`Take ${host} away`}
              className="grid size-5 place-items-center rounded-sm text-muted hover:bg-pressed hover:text-ink"
              onClick={() => remove(host)}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          ref={input}
          id={id}
          data-plain-field
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
          placeholder={hosts.length === 0 ? 'api.github.com' : ''}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          className="min-w-32 flex-1 bg-transparent px-1 font-mono text-xs outline-none placeholder:text-faint"
        />
      </div>
      <p id={`${id}-help`} className="text-faint text-xs">
        {hosts.length === 0
          ? 'Name the hosts that may have it: a request that holds it in any form and goes elsewhere is then refused before it leaves. With none, it goes wherever a pipeline sends it.'
          : 'A request that holds it in any form and goes elsewhere is refused before it leaves. https is meant unless you write http://; *.example.com stands for every name below.'}
      </p>
    </div>
  );
}
