import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type KeyboardEventHandler, type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { useReturnFocus } from './use-return-focus.ts';

type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence under the title; read out together with it. */
  readonly description?: ReactNode;
  /** Buttons at the bottom right, the main one last. */
  readonly footer?: ReactNode;
  readonly className?: string;
  /** There is only text to read: it has the focus, so that the arrow keys scroll it. Default false. */
  readonly isText?: boolean;
  /** Hears every key inside, also from the footer. */
  readonly onKeyDown?: KeyboardEventHandler;
  readonly children: ReactNode;
};

/**
 * A modal dialog: focus stays inside, Escape and a click outside close it, focus returns to where it was. It starts at what
 * carries `data-autofocus`, else at the dialog itself.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  footer,
  className,
  isText = false,
  onKeyDown,
  children,
}: DialogProps): ReactNode {
  const content = useRef<HTMLDivElement>(null);
  const focus = useReturnFocus();
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <RadixDialog.Content
          ref={content}
          onKeyDown={onKeyDown}
          onCloseAutoFocus={focus.giveBack}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focus.remember();
            (content.current?.querySelector<HTMLElement>('[data-autofocus]') ?? content.current)?.focus();
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={classNames(
            'fixed top-[10vh] left-1/2 z-40 flex max-h-[80vh] w-[calc(100vw-32px)] max-w-160 -translate-x-1/2 animate-rise flex-col overflow-hidden rounded-xl bg-raised shadow-float outline-none',
            className,
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <RadixDialog.Title className="truncate font-semibold text-base">{title}</RadixDialog.Title>
              {description !== undefined && (
                <RadixDialog.Description className="text-muted text-sm">{description}</RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton label="Close" keys="Esc" className="-mr-2">
                <X size={16} />
              </IconButton>
            </RadixDialog.Close>
          </header>
          <div
            className="min-h-0 flex-1 overflow-y-auto px-5 pb-4 outline-offset-[-1px] focus-visible:outline-1 focus-visible:outline-line-strong"
            {...(isText && { tabIndex: 0, 'data-autofocus': '' })}
          >
            {children}
          </div>
          {footer !== undefined && (
            <footer className="flex items-center justify-end gap-2 border-line border-t bg-sunken px-5 py-3">
              {footer}
            </footer>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
