import { Link2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { findReferences, type ReferenceChoice, referenceChoices } from '../../../model/fields/reference-list.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { useInspected } from '../inspected.ts';

interface ReferencePickerProps {
  readonly path: FieldPlace['path'];
  readonly onPick: (text: string) => void;
}

/** A button that opens everything an expression could read, as a tree with a search, and puts the choice where the caret was. */
export function ReferencePicker({ path, onPick }: ReferencePickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const picked = useRef<string>(undefined);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button size="sm" icon={<Link2 size={12} />}>
          Insert reference
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          side="top"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (picked.current === undefined) return;
            // The focus goes back into the field, behind what was put in.
            event.preventDefault();
            onPick(picked.current);
            picked.current = undefined;
          }}
          className="z-50 w-96 animate-rise rounded-lg bg-raised p-1 shadow-float"
        >
          <ReferenceSearch
            path={path}
            onPick={(text) => {
              picked.current = text;
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ReferenceSearch({ path, onPick }: ReferencePickerProps): ReactNode {
  const { opened, stageId, knownRun } = useInspected();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const choices = useMemo(
    () => referenceChoices(opened, { stageId, path }, knownRun),
    [opened, stageId, path, knownRun],
  );
  const found = findReferences(choices, typed).slice(0, SHOWN);
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      const next = (active + step + found.length) % found.length;
      setActive(next);
      list.current?.querySelector(`#${CSS.escape(`${listId}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    }
    const chosen = found[active];
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      onPick(chosen.apply);
    }
  }
  return (
    <>
      <input
        role="combobox"
        aria-label="Find a reference"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
        data-plain-field
        value={typed}
        placeholder="Find an input, an output, a filter"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="mb-1 h-7 w-full rounded-md bg-transparent px-2 text-sm outline-none placeholder:text-faint"
      />
      <div ref={list} id={listId} role="listbox" aria-label="References" className="max-h-80 overflow-y-auto">
        {found.map((choice, index) => (
          <ReferenceOption
            key={`${choice.group} ${choice.apply}`}
            id={`${listId}-${index}`}
            choice={choice}
            isActive={index === active}
            isSearching={typed !== ''}
            onPick={() => onPick(choice.apply)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="px-2 py-1 text-muted text-xs">Nothing of that name can be read here.</p>}
    </>
  );
}

const SHOWN = 300;

function ReferenceOption(props: {
  readonly id: string;
  readonly choice: ReferenceChoice;
  readonly isActive: boolean;
  /** What is found stands without its parents, so its whole path is shown. */
  readonly isSearching: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const { id, choice, isActive, isSearching, onPick } = props;
  const { apply, label, depth, detail, group } = choice;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search field holds the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the search field chooses
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onPick}
      style={{ paddingLeft: 8 + (isSearching ? 0 : depth * 14) }}
      className={classNames(
        'flex h-7 cursor-default items-center gap-2 rounded-md pr-2 text-xs',
        isActive ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      <span className="min-w-0 truncate font-mono">{isSearching && group === 'Values' ? apply : label}</span>
      <span className="min-w-0 flex-1 truncate text-right text-faint">{detail || (depth === 0 ? '' : group)}</span>
    </div>
  );
}
