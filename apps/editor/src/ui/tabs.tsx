import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';

type Tab<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
  /** A number or mark behind the label. */
  readonly badge?: ReactNode;
};

type TabBarProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
};

/** The row of tabs; belongs inside `Tabs`. Arrow keys move between them. */
export function TabBar<Id extends string>({ label, tabs }: TabBarProps<Id>): ReactNode {
  return (
    <RadixTabs.List aria-label={label} className="flex h-full items-center gap-1">
      {tabs.map((tab) => (
        <RadixTabs.Trigger
          key={tab.id}
          value={tab.id}
          // Radix moves the focus by script, which browsers take for a keyboard's doing: no ring for a mouse.
          onPointerDown={({ currentTarget }) => currentTarget.toggleAttribute('data-pressed', true)}
          onKeyDown={({ currentTarget }) => currentTarget.removeAttribute('data-pressed')}
          onBlur={({ currentTarget }) => currentTarget.removeAttribute('data-pressed')}
          className="relative inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-2 font-medium text-muted text-sm outline-offset-0 transition-colors after:absolute after:inset-x-2 after:-bottom-1.5 after:h-0.5 hover:bg-hover hover:text-ink data-[pressed]:outline-none data-[state=active]:text-ink data-[state=active]:after:bg-accent"
        >
          {tab.icon}
          {tab.label}
          {tab.badge}
        </RadixTabs.Trigger>
      ))}
    </RadixTabs.List>
  );
}

type TabsProps<Id extends string> = {
  readonly value: Id;
  readonly onChange: (value: Id) => void;
  readonly className?: string;
  readonly children: ReactNode;
};

/** Holds a `TabBar` and one `TabPanel` per tab; says which one shows. */
export function Tabs<Id extends string>({ value, onChange, className, children }: TabsProps<Id>): ReactNode {
  return (
    <RadixTabs.Root
      value={value}
      // Radix gives back one of the values of the bar, all of which are Ids.
      onValueChange={(next) => onChange(next as Id)}
      {...(className !== undefined && { className })}
    >
      {children}
    </RadixTabs.Root>
  );
}

/** What one tab shows; only mounted while it is the chosen one. */
export function TabPanel(props: {
  readonly id: string;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <RadixTabs.Content
      value={props.id}
      className={props.className ?? 'min-h-0 flex-1'}
      // The panels hold things that take focus themselves.
      tabIndex={-1}
    >
      {props.children}
    </RadixTabs.Content>
  );
}
