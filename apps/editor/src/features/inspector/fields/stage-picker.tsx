import { Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { findStages } from '../../../model/document/stage-list.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { useInspected } from '../inspected.ts';

interface StagePickerProps {
  /** What the button says: `Add stage`. */
  readonly label: string;
  /** What follows for those who do not see where it stands: `to If true`. */
  readonly context: string;
  readonly ids: readonly string[];
  readonly onPick: (id: string) => void;
  /** A name that no stage has yet may be given as well. */
  readonly allowsNew?: boolean;
}

/** A button that opens a list of stages with a search; arrow keys and Enter choose. */
export function StagePicker(props: StagePickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button size="sm" variant="ghost" icon={<Plus size={12} />} className="-ml-1">
          {props.label}
          <span className="sr-only"> {props.context}</span>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-64 animate-rise rounded-lg bg-raised p-1 shadow-float"
        >
          <StageSearch
            {...props}
            onPick={(id) => {
              setOpen(false);
              props.onPick(id);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function StageSearch({ ids, onPick, allowsNew = false }: StagePickerProps): ReactNode {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = findStages(ids, typed).slice(0, SHOWN);
  const isNew = allowsNew && typed.trim() !== '' && !ids.includes(typed.trim());
  const options = isNew ? [...found, typed.trim()] : found;
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      const next = (active + step + options.length) % options.length;
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    }
    const chosen = options[active];
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      onPick(chosen);
    }
  }
  return (
    <>
      <input
        role="combobox"
        aria-label="Find a stage"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={options.length > 0 ? `${listId}-${active}` : undefined}
        data-plain-field
        value={typed}
        placeholder="Find a stage"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="mb-1 h-7 w-full rounded-md bg-transparent px-2 text-sm outline-none placeholder:text-faint"
      />
      <div ref={list} id={listId} role="listbox" aria-label="Stages" className="max-h-64 overflow-y-auto">
        {options.map((id, index) => (
          <StageOption
            key={id}
            id={`${listId}-${index}`}
            stageId={id}
            isNew={isNew && index === options.length - 1}
            isActive={index === active}
            onPick={() => onPick(id)}
          />
        ))}
      </div>
      {options.length === 0 && <p className="px-2 py-1 text-muted text-xs">No other stage fits.</p>}
    </>
  );
}

const SHOWN = 200;

function StageOption(props: {
  readonly id: string;
  readonly stageId: string;
  readonly isNew: boolean;
  readonly isActive: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const { opened } = useInspected();
  const card = opened.cards.find(({ id }) => id === props.stageId);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search field holds the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the search field chooses
    <div
      id={props.id}
      role="option"
      aria-selected={props.isActive}
      onClick={props.onPick}
      className={classNames(
        'flex h-7 cursor-default items-center gap-2 rounded-md px-2 text-sm',
        props.isActive ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{props.isNew ? `Name “${props.stageId}”` : props.stageId}</span>
      <span className="shrink-0 text-faint text-xs">{props.isNew ? 'not there yet' : card?.componentTitle}</span>
    </div>
  );
}
