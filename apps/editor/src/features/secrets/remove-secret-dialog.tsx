import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, Trash2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { removeSecret, secretsQuery } from '../../api/secret-queries.ts';
import type { SecretRow } from '../../model/secrets/secret-rows.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Asks before a secret is removed, which cannot be taken back: nobody can read its value. */
export function RemoveSecretDialog(props: { readonly secret: SecretRow; readonly onClose: () => void }): ReactNode {
  const { secret, onClose } = props;
  const { name, pipelines } = secret;
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: removeSecret,
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: secretsQuery.queryKey }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${name}?`}
      description="Its value cannot be brought back from here."
      className="max-w-120"
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            icon={<Trash2 size={14} />}
            disabled={remove.isPending}
            onClick={() => remove.mutate(name)}
          >
            {remove.isPending ? 'Removing…' : 'Remove'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {pipelines.length === 0 ? (
          <p className="text-muted">No pipeline of this workspace reads it.</p>
        ) : (
          <Callout tone="warning" icon={<TriangleAlert size={16} aria-hidden />}>
            {pipelines.length === 1 ? 'A pipeline reads it' : `${pipelines.length} pipelines read it`}, and cannot run
            without it: {pipelines.join(', ')}.
          </Callout>
        )}
        {remove.error && (
          <Callout tone="error" icon={<CircleAlert size={16} aria-hidden />}>
            It was not removed: {remove.error.message}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
