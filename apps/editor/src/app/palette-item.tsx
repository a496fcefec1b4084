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
  /** Why it cannot be chosen; absent when it can. */
  readonly refusal?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Command.Item
      value={props.value}
      disabled={props.refusal !== undefined}
      onSelect={props.onSelect}
      className="flex h-8 select-none items-center gap-2.5 rounded-md px-2 text-sm data-[disabled=true]:text-muted data-[selected=true]:bg-hover [&>svg]:text-faint"
    >
      {props.icon}
      <span className={props.refusal === undefined ? 'min-w-0 flex-1 truncate' : 'shrink-0'}>{props.children}</span>
      {props.refusal !== undefined && (
        <span className="min-w-0 flex-1 truncate text-right text-faint text-xs" title={props.refusal}>
          {props.refusal}
        </span>
      )}
      {props.keys !== undefined && props.refusal === undefined && <Kbd>{props.keys}</Kbd>}
    </Command.Item>
  );
}
