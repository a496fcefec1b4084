import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/hand-out-text.ts';

/** Copies a value as JSON. `what` names it in the message and to screen readers. */
export function CopyJson({ what, value }: { readonly what: string; readonly value: unknown }): ReactNode {
  function copy(): void {
    copyText(JSON.stringify(value, null, 2)).then(
      () => toast.success(`${what} copied.`),
      (error: unknown) => toast.error(`${what} could not be copied: ${String(error)}`),
    );
  }
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<Copy size={12} />}
      aria-label={`Copy ${what.toLowerCase()}`}
      onClick={copy}
    >
      Copy
    </Button>
  );
}
