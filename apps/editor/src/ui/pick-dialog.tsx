import { Command } from 'cmdk';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from './use-return-focus.ts';

/** One thing to pick. */
export type PickOption = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly detail?: string;
  /** Why it cannot be picked; then it is listed all the same, so that nobody looks for it in vain. */
  readonly refusal?: string;
};

type PickDialogProps = {
  readonly title: string;
  /** What the field for the search says before anything is written. */
  readonly placeholder: string;
  /** What is said when nothing is found. */
  readonly emptyText: string;
  readonly options: readonly PickOption[];
  /** Stands between the search and the list. */
  readonly above?: ReactNode;
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
};

/** Asks for one of many things: a search, a list, arrows and Enter. Open for as long as it is drawn. */
export function PickDialog(props: PickDialogProps): ReactNode {
  const { title, placeholder, emptyText, options, above, onPick, onClose } = props;
  const focus = useReturnFocus();
  return (
    <RadixDialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/25" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          className="fixed top-[14vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-120 -translate-x-1/2 animate-rise overflow-hidden rounded-xl bg-raised shadow-float outline-none"
        >
          <RadixDialog.Title className="px-4 pt-3 font-semibold text-base">{title}</RadixDialog.Title>
          {/* Another question begins with an empty search. */}
          <Command key={title} label={title} loop>
            <div className="border-line border-b px-4">
              <Command.Input
                // The person has just asked for it.
                autoFocus
                placeholder={placeholder}
                className="h-10 w-full bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            {above}
            <Command.List className="max-h-[min(400px,54vh)] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-muted">{emptyText}</Command.Empty>
              {options.map(({ id, label, icon, detail, refusal }) => (
                <Command.Item
                  key={id}
                  value={`${id} ${label}`}
                  disabled={refusal !== undefined}
                  onSelect={() => onPick(id)}
                  className="flex min-h-8 select-none items-center gap-2.5 rounded-md px-2 py-1 text-sm data-[selected=true]:bg-hover [&>svg]:text-faint"
                >
                  {icon}
                  <span className="min-w-0 flex-1">
                    <span className={refusal === undefined ? 'block truncate' : 'block truncate text-muted'}>
                      {label}
                    </span>
                    {refusal !== undefined && <span className="block text-2xs text-muted">{refusal}</span>}
                  </span>
                  {detail !== undefined && <span className="shrink-0 font-mono text-2xs text-faint">{detail}</span>}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
