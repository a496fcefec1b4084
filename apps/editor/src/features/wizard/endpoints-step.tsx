import { Bot, Globe, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { findEndpoints, originProblem, replaceOriginEdits } from '../../model/wizard/wizard-endpoints.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { EditableValue } from './editable-value.tsx';
import { SecretList } from './secret-list.tsx';
import { TemplatedHosts } from './templated-hosts.tsx';

/** Where the pipeline goes and what it needs there: addresses, secrets by name, models. No value of a secret is asked for. */
export function EndpointsStep(): ReactNode {
  const document = useWizardStore((state) => state.draft?.document);
  const { edit, change } = useWizardStore.getState();
  if (!document) return null;
  const { hosts, templatedHosts, secrets, models } = findEndpoints(document);
  return (
    <div className="grid grid-cols-2 gap-6 max-lg:grid-cols-1">
      <Section
        icon={<Globe size={16} />}
        title="Addresses"
        hint="Each stands in one or more stages; change it here and it changes in all of them."
      >
        {hosts.length === 0 && templatedHosts.length === 0 && <Nothing>No stage calls anything.</Nothing>}
        {hosts.map(({ origin, stageIds, isPlaceholder }) => (
          <EditableValue
            key={origin}
            label={`Address of ${stageIds.join(', ')}`}
            value={origin}
            warning={isPlaceholder ? 'Nobody has written this address yet.' : undefined}
            problemOf={originProblem}
            onChange={(next) =>
              edit(replaceOriginEdits(document, { origin, next }), {
                label: `Change ${origin} to ${next}`,
                atMs: Date.now(),
              })
            }
          />
        ))}
        <TemplatedHosts hosts={templatedHosts} />
      </Section>
      <div className="flex flex-col gap-6">
        <Section
          icon={<KeyRound size={16} />}
          title="Secrets"
          hint="Only their names stand in the pipeline. Give the values to the runner, never to the document."
        >
          {secrets.length === 0 ? <Nothing>No stage needs a secret.</Nothing> : <SecretList secrets={secrets} />}
        </Section>
        <Section
          icon={<Bot size={16} />}
          title="Models"
          hint="Asked through OPENAI_BASE_URL and OPENAI_API_KEY, or ANTHROPIC_API_KEY, of the runner."
        >
          {models.length === 0 && <Nothing>No stage asks a model.</Nothing>}
          {models.map(({ name, stageIds }) => (
            <EditableValue
              key={name}
              label={`Model of ${stageIds.join(', ')}`}
              value={name}
              problemOf={(next) => (next.trim() === '' ? 'Name a model, as its provider calls it.' : undefined)}
              onChange={(next) =>
                change(
                  stageIds.map((stageId) => ({
                    type: 'set_stage_value',
                    stageId,
                    path: ['config', 'model'],
                    value: next,
                  })),
                  { label: `Change ${name} to ${next}`, atMs: Date.now() },
                )
              }
            />
          ))}
        </Section>
      </div>
    </div>
  );
}

function Section(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={props.title} className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface">
      <div className="border-line border-b px-4 py-3">
        <h3 className="flex items-center gap-2 font-semibold">
          <span aria-hidden className="text-faint">
            {props.icon}
          </span>
          {props.title}
        </h3>
        <p className="mt-0.5 text-muted text-xs">{props.hint}</p>
      </div>
      <div className="divide-y divide-line">{props.children}</div>
    </section>
  );
}

function Nothing({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className="px-4 py-4 text-muted">{children}</p>;
}
