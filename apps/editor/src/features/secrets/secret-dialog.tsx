import { isMaskable, isSecretName } from '@flowmason/pipeline-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { secretsQuery, storeSecret } from '../../api/secret-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { HostChips } from './host-chips.tsx';
import type { SecretTask } from './secret-task.ts';
import { SecretValueField } from './secret-value-field.tsx';

/** Asks for name, value and hosts of a secret, and stores it. The value leaves the page when the dialog closes. */
export function SecretDialog(props: {
  readonly task: Exclude<SecretTask, { kind: 'remove' }>;
  /** Names that are stored already. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { task, names, onClose } = props;
  const knownName = task.kind === 'replace' ? task.secret.name : task.name;
  const [name, setName] = useState(knownName ?? '');
  const [value, setValue] = useState('');
  const [hosts, setHosts] = useState<readonly string[]>(task.kind === 'replace' ? task.secret.hosts : []);
  const queryClient = useQueryClient();
  const formId = useId();
  const store = useMutation({
    mutationFn: storeSecret,
    gcTime: 0, // what was sent is not kept
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: secretsQuery.queryKey }),
  });
  const nameProblem = task.kind === 'add' ? problemOfName(name, names) : undefined;
  const canStore = name !== '' && nameProblem === undefined && isMaskable(value) && !store.isPending;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canStore) store.mutate({ name, value: value.replace(/\r?\n$/, ''), hosts: [...hosts] });
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={task.kind === 'replace' ? `Replace ${task.secret.name}` : knownName ? `Set ${knownName}` : 'Add a secret'}
      description={
        task.kind === 'replace'
          ? 'The next stage that reads it has the new value. To change where it goes, give the value again.'
          : 'It is encrypted before it is written, and masked wherever it turns up.'
      }
      className="max-w-130"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" type="submit" form={formId} disabled={!canStore}>
            {store.isPending ? 'Storing…' : task.kind === 'replace' ? 'Replace' : 'Store'}
          </Button>
        </>
      }
    >
      <form id={formId} className="flex flex-col gap-4" onSubmit={submit}>
        {knownName === undefined && (
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            isMono
            hasFirstFocus
            placeholder="GITHUB_TOKEN"
            help="Letters, digits and “_”. Pipelines read it as {{secrets.NAME}}."
            {...(name !== '' && nameProblem !== undefined && { problem: nameProblem })}
          />
        )}
        <SecretValueField value={value} onChange={setValue} hasFirstFocus={knownName !== undefined} />
        <HostChips hosts={hosts} onChange={setHosts} />
        {store.error && (
          <Callout tone="error" icon={<CircleAlert size={16} aria-hidden />}>
            It was not stored: {store.error.message}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}

function problemOfName(name: string, names: readonly string[]): string | undefined {
  if (!isSecretName(name)) return 'A name has letters, digits and “_”, and no digit in front.';
  return names.includes(name) ? 'There is a secret of that name. Replace it in the list.' : undefined;
}
