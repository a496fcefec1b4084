import { ContextMenu as RadixContextMenu } from 'radix-ui';
import type { MouseEventHandler, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { pageRegion } from './page-region.ts';

/** One thing to do. */
export type ContextItem = {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly isDisabled?: boolean;
  /** More things to choose from; then `onSelect` is not used. */
  readonly items?: readonly ContextItem[];
  readonly onSelect?: () => void;
};

type ContextMenuProps = {
  /** Names the menu for those who cannot see where it was opened. */
  readonly label: string;
  /** Groups of items with a line between them; asked for when the menu opens. Without any it stays closed. */
  readonly groups: readonly (readonly ContextItem[])[];
  /** Hears of the press before the menu opens: where it was, and on what. */
  readonly onContextMenu: MouseEventHandler;
  /** One element that takes a ref. */
  readonly children: ReactNode;
};

/** A menu at the pointer, by right click or by the menu key (Shift+F10) at what has the focus. */
export function ContextMenu({ label, groups, onContextMenu, children }: ContextMenuProps): ReactNode {
  const hasIcons = groups.flat().some(({ icon }) => icon !== undefined);
  return (
    // A modal menu would hide the rest of the page from screen readers with the focus still in reach of it.
    <RadixContextMenu.Root modal={false}>
      <RadixContextMenu.Trigger asChild onContextMenu={onContextMenu}>
        {children}
      </RadixContextMenu.Trigger>
      {groups.length > 0 && (
        <RadixContextMenu.Portal container={pageRegion()}>
          <RadixContextMenu.Content
            aria-label={label}
            collisionPadding={8}
            className={CONTENT}
            // What was chosen may have opened a field, which has the focus by now.
            onCloseAutoFocus={(event) => document.activeElement !== document.body && event.preventDefault()}
          >
            {groups.map((items, index) => (
              <RadixContextMenu.Group
                key={items[0]?.label ?? index}
                className="not-first:mt-1 not-first:border-line not-first:border-t not-first:pt-1"
              >
                {items.map((item) => (
                  <Entry key={item.label} item={item} hasIcons={hasIcons} />
                ))}
              </RadixContextMenu.Group>
            ))}
          </RadixContextMenu.Content>
        </RadixContextMenu.Portal>
      )}
    </RadixContextMenu.Root>
  );
}

const CONTENT = 'z-50 min-w-52 animate-rise rounded-lg bg-raised p-1 shadow-float';
const ITEM =
  'flex h-7 select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover data-[state=open]:bg-hover';

/** With `hasIcons` the label leaves room for an icon, so that it stands in line with those that have one. */
function Entry({ item, hasIcons }: { readonly item: ContextItem; readonly hasIcons: boolean }): ReactNode {
  const { label, icon, keys, items, isDisabled = false } = item;
  const content = (
    <>
      {hasIcons && <span className="grid w-3.5 shrink-0 place-items-center text-faint">{icon}</span>}
      <span className="flex-1 pr-4">{label}</span>
      {keys !== undefined && <Kbd>{keys}</Kbd>}
      {items && <span aria-hidden>›</span>}
    </>
  );
  if (!items) {
    return (
      <RadixContextMenu.Item className={ITEM} disabled={isDisabled} onSelect={() => item.onSelect?.()}>
        {content}
      </RadixContextMenu.Item>
    );
  }
  return (
    <RadixContextMenu.Sub>
      <RadixContextMenu.SubTrigger className={ITEM} disabled={isDisabled}>
        {content}
      </RadixContextMenu.SubTrigger>
      <RadixContextMenu.Portal container={pageRegion()}>
        <RadixContextMenu.SubContent className={CONTENT} collisionPadding={8}>
          {items.map((inner) => (
            <Entry key={inner.label} item={inner} hasIcons={items.some(({ icon }) => icon !== undefined)} />
          ))}
        </RadixContextMenu.SubContent>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Sub>
  );
}
