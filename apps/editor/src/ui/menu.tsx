import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { pageRegion } from './page-region.ts';

type MenuItem = {
  /** Tells items with one label apart. */
  readonly id?: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  /** Stands behind the label in a quiet tone. */
  readonly detail?: string;
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
};

type MenuProps = {
  /** The button that opens it: one element that takes a ref. */
  readonly trigger: ReactNode;
  /** Groups of items with a line between them. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly align?: 'start' | 'end';
};

/** A list of things to do, opened by a button. Arrow keys, type-ahead and Escape work. */
export function Menu({ trigger, groups, align = 'end' }: MenuProps): ReactNode {
  return (
    // A modal menu would hide the rest of the page from screen readers with the focus still in reach of it.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={pageRegion()}>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 animate-rise rounded-lg bg-raised p-1 shadow-float"
        >
          {groups.map((items, index) => (
            <DropdownMenu.Group
              key={items[0]?.label ?? index}
              className="not-first:mt-1 not-first:border-line not-first:border-t not-first:pt-1"
            >
              {items.map((item) => (
                <DropdownMenu.Item
                  key={item.id ?? item.label}
                  disabled={item.isDisabled ?? false}
                  onSelect={item.onSelect}
                  className="flex h-7 select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&>svg]:text-faint"
                >
                  {item.icon}
                  <span className="flex-1">{item.label}</span>
                  {item.detail !== undefined && <span className="tabular text-faint text-xs">{item.detail}</span>}
                  {item.keys !== undefined && <Kbd>{item.keys}</Kbd>}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
