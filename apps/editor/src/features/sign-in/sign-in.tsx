import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { signIn } from '../../api/sign-in.ts';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';

/**
 * Asks for a token, over whatever page is open: that stays as it is, and goes on when the token is right. Nothing of the token is
 * kept in the page: the server gives a cookie that scripts cannot read.
 */
export function SignIn(): ReactNode {
  const [token, setToken] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const queryClient = useQueryClient();
  const opening = useMutation({
    mutationFn: () => signIn(token.trim(), queryClient),
    onError: () => input.current?.select(),
  });
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-canvas" />
        <Dialog.Content
          className="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4 outline-none"
          onEscapeKeyDown={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            input.current?.focus();
          }}
        >
          <form
            className="flex w-full max-w-100 flex-col gap-4 rounded-xl border border-line bg-surface p-6"
            onSubmit={(event) => {
              event.preventDefault();
              if (token.trim() !== '' && !opening.isPending) opening.mutate();
            }}
          >
            <div className="flex items-center gap-3">
              <img src="/favicon.svg" alt="" width={28} height={28} />
              <div>
                <Dialog.Title className="font-semibold text-base">Sign in to FlowMason</Dialog.Title>
                <Dialog.Description className="text-muted text-sm">
                  This server needs an access token. What you were at stays as it is.
                </Dialog.Description>
              </div>
            </div>
            <FormField
              label="Access token"
              description="Whoever runs the server makes one with: fm token create NAME --role operator"
              problems={opening.error ? [problemText(opening.error)] : []}
            >
              {({ className, ...control }) => (
                <input
                  {...control}
                  ref={input}
                  type="password"
                  autoComplete="current-password"
                  spellCheck={false}
                  placeholder="fmt_…"
                  className={`${className} font-mono`}
                  value={token}
                  onChange={({ target }) => setToken(target.value)}
                />
              )}
            </FormField>
            <Button
              type="submit"
              variant="primary"
              className="h-8!"
              icon={<LogIn size={14} aria-hidden />}
              // Not disabled: it would drop the focus of who just pressed it.
              aria-disabled={token.trim() === '' || opening.isPending}
            >
              {opening.isPending ? 'Signing in…' : 'Sign in'}
            </Button>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function problemText(error: Error): string {
  if (error instanceof ApiError && error.problem.status === 401) {
    return 'This is no token of this server, or it was revoked or has expired.';
  }
  return error.message;
}
