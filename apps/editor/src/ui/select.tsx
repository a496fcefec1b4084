import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';

type Option<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly description?: string;
};

type SelectProps<Value extends string> = {
  /** Ties it to a `label` element; it is then as wide as its place. */
  readonly id?: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  /** As wide as what is chosen, for rows of controls. */
  readonly isCompact?: boolean;
  readonly onChange: (value: Value) => void;
};

/** Chooses one of a few options; type to find one. Options may carry a line of description. */
export function Select<Value extends string>({
  id,
  label,
  value,
  options,
  isCompact = false,
  onChange,
}: SelectProps<Value>): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <RadixSelect.Root
      value={value}
      onOpenChange={setOpen}
      // Radix gives back one of the options' values.
      onValueChange={(next) => onChange(next as Value)}
    >
      <RadixSelect.Trigger
        {...(id === undefined ? { 'aria-label': label } : { id })}
        className={classNames(
          id !== undefined && 'w-full',
          isCompact ? 'h-7 px-1.5 text-xs' : 'h-7 min-w-32 px-2.5 text-sm',
          'inline-flex items-center justify-between gap-2 rounded-md border border-line bg-surface transition-colors hover:border-line-strong',
        )}
      >
        <RadixSelect.Value />
        <RadixSelect.Icon>
          <ChevronDown size={14} className="text-faint" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        {/* Opened, the list stands outside of the page's landmarks: this is its own. Without a name it is none. */}
        <section aria-label={isOpen ? `Options of ${label}` : undefined}>
          <RadixSelect.Content
            position="popper"
            sideOffset={4}
            className="z-50 max-h-80 min-w-(--radix-select-trigger-width) max-w-96 animate-rise overflow-hidden rounded-lg bg-raised p-1 shadow-float"
          >
            <RadixSelect.Viewport>
              {options.map((option) => (
                <RadixSelect.Item
                  key={option.value}
                  value={option.value}
                  className="flex select-none items-start gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-hover"
                >
                  <span className="min-w-0 flex-1">
                    <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                    {option.description !== undefined && (
                      <span className="block text-muted text-xs">{option.description}</span>
                    )}
                  </span>
                  <RadixSelect.ItemIndicator>
                    <Check size={14} className="mt-0.5 text-accent" />
                  </RadixSelect.ItemIndicator>
                </RadixSelect.Item>
              ))}
            </RadixSelect.Viewport>
          </RadixSelect.Content>
        </section>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
