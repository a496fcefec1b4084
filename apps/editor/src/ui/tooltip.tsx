import { Tooltip as RadixTooltip } from 'radix-ui';
import type { FocusEvent, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

type TooltipProps = {
  readonly content: ReactNode;
  readonly keys?: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and the trigger's attributes. */
  readonly children: ReactNode;
};

/** A short text beside its child on hover and focus. Needs `TooltipProvider` above it. */
export function Tooltip({ content, keys, side = 'top', children }: TooltipProps): ReactNode {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild onFocus={onlyWhenFocusShows}>
        {children}
      </RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 animate-fade items-center gap-2 rounded-md bg-raised px-2 py-1 text-ink text-xs shadow-float"
        >
          {content}
          {keys !== undefined && <Kbd>{keys}</Kbd>}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}

/** The focus that a dialog gives back to the button that opened it is no question about the button, unless keys led there. */
function onlyWhenFocusShows(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
}

/** Shares the delay of all tooltips below it: the first waits, the next ones open at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <RadixTooltip.Provider delayDuration={350} skipDelayDuration={200} disableHoverableContent>
      {children}
    </RadixTooltip.Provider>
  );
}
