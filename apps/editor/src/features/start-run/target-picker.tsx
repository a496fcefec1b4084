import type { Environments } from '@flowmason/pipeline-schema';
import { CircleAlert } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import type { RunTarget, SituationChoice } from '../../model/runs/run-target.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

type TargetPickerProps = {
  /** Undefined while it is loading, as `situations`. */
  readonly profiles: Environments['profiles'] | undefined;
  readonly situations: SituationChoice | undefined;
  readonly error: Error | null;
  /** Undefined while nothing is chosen. */
  readonly target: RunTarget | undefined;
  readonly onRetry: () => void;
  readonly onChange: (target: RunTarget) => void;
};

/** What to run against: a situation of the simulated services, a profile of the workspace, or the services as written. */
export function TargetPicker(props: TargetPickerProps): ReactNode {
  const { profiles, situations, error, target, onRetry, onChange } = props;
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <h3 id="run-target" className="font-medium text-muted text-xs">
        Run against
      </h3>
      {error && (
        <Callout tone="error" icon={<CircleAlert size={16} />}>
          <p>The situations and profiles could not be loaded: {error.message}</p>
          <Button size="sm" className="mt-2" onClick={onRetry}>
            Try again
          </Button>
        </Callout>
      )}
      {!profiles && !error && <Skeleton className="h-80" />}
      {profiles && situations && (
        <RadioGroup.Root
          aria-labelledby="run-target"
          value={target ? keyOf(target) : ''}
          onValueChange={(key) => onChange(targetOf(key))}
          className="h-80 overflow-y-auto rounded-md border border-line"
        >
          <Options heading="Services" badge={<Badge tone="accent">simulated</Badge>}>
            {situations.fitting.map((situation) => (
              <SituationOption key={situation.name} situation={situation} />
            ))}
          </Options>
          <Options heading="Services" badge={<Badge tone="recovered">live</Badge>}>
            {profiles.map(({ name, description, error: broken }) => (
              <Option
                key={name}
                value={keyOf({ kind: 'profile', profile: name })}
                title={name}
                description={broken ?? (description || 'A profile of this workspace.')}
                isDisabled={broken !== undefined}
              />
            ))}
            <Option
              value={keyOf({ kind: 'live' })}
              title="The services as written"
              description="No profile: every address is called exactly as the pipeline has it."
            />
          </Options>
          {situations.others.length > 0 && (
            <Options heading="Made for other pipelines" badge={<Badge tone="accent">simulated</Badge>}>
              {situations.others.map((situation) => (
                <SituationOption key={situation.name} situation={situation} />
              ))}
            </Options>
          )}
        </RadioGroup.Root>
      )}
    </section>
  );
}

function Options(props: {
  readonly heading: string;
  readonly badge: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend that cannot stick
    <div role="group" aria-labelledby={id}>
      <div
        id={id}
        className="sticky top-0 z-1 flex items-center gap-2 border-line border-b bg-sunken px-3 py-1.5 font-medium text-muted text-xs"
      >
        <span className="flex-1">{props.heading}</span>
        {props.badge}
      </div>
      {props.children}
    </div>
  );
}

function SituationOption({ situation }: { readonly situation: Environments['situations'][number] }): ReactNode {
  const { name, title, description } = situation;
  return <Option value={keyOf({ kind: 'sandbox', situation: name })} title={title} description={description} />;
}

function Option(props: {
  readonly value: string;
  readonly title: string;
  readonly description: string;
  readonly isDisabled?: boolean;
}): ReactNode {
  return (
    <RadioGroup.Item
      value={props.value}
      disabled={props.isDisabled ?? false}
      className="group flex w-full items-start gap-2.5 border-line border-b px-3 py-2 text-left outline-offset-[-2px] transition-colors hover:bg-hover disabled:opacity-50 data-[state=checked]:bg-accent-soft"
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-accent">
        <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{props.title}</span>
        <span className="block text-muted text-xs">{props.description}</span>
      </span>
    </RadioGroup.Item>
  );
}

function keyOf(target: RunTarget): string {
  if (target.kind === 'sandbox') return `sandbox:${target.situation}`;
  return target.kind === 'profile' ? `profile:${target.profile}` : 'live';
}

function targetOf(key: string): RunTarget {
  const name = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('sandbox:')) return { kind: 'sandbox', situation: name };
  return key.startsWith('profile:') ? { kind: 'profile', profile: name } : { kind: 'live' };
}
