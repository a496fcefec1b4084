import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { Kbd } from '../ui/kbd.tsx';

/** Commands of one kind under a heading. */
export function PaletteGroup(props: { readonly heading: string; readonly children: ReactNode }): ReactNode {
  return (
    <Command.Group
      heading={props.heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint"
    >
      {props.children}
    </Command.Group>
  );
}

/** One command; `value` is what the search looks at. */
export function PaletteItem(props: {
  readonly value: string;
  readonly icon: ReactNode;
  readonly keys?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Command.Item
      value={props.value}
      onSelect={props.onSelect}
      className="flex h-8 select-none items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-hover [&>svg]:text-faint"
    >
      {props.icon}
      <span className="min-w-0 flex-1 truncate">{props.children}</span>
      {props.keys !== undefined && <Kbd>{props.keys}</Kbd>}
    </Command.Item>
  );
}
