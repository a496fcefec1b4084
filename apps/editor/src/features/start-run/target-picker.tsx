import type { Environments } from '@flowmason/pipeline-schema';
import { CircleAlert } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import type { RunTarget } from '../../model/run-target.ts';
import { Badge } from '../../ui/badge.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

type TargetPickerProps = {
  readonly environments: Environments | undefined;
  readonly error: Error | null;
  readonly situations: Environments['situations'];
  readonly target: RunTarget;
  readonly onChange: (target: RunTarget) => void;
};

/** What to run against: a situation of the simulated services, a profile of the workspace, or the services as written. */
export function TargetPicker({ environments, error, situations, target, onChange }: TargetPickerProps): ReactNode {
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <h3 id="run-target" className="font-medium text-muted text-xs">
        Run against
      </h3>
      {error && (
        <Callout tone="error" icon={<CircleAlert size={16} />}>
          The situations and profiles could not be loaded: {error.message}
        </Callout>
      )}
      {!environments && !error && <Skeleton className="h-72" />}
      {environments && (
        <RadioGroup.Root
          ref={showChosen}
          aria-labelledby="run-target"
          value={keyOf(target)}
          onValueChange={(key) => onChange(targetOf(key))}
          className="h-72 overflow-y-auto rounded-md border border-line"
        >
          {situations.map(({ name, title, description }) => (
            <Option
              key={name}
              value={keyOf({ kind: 'sandbox', situation: name })}
              title={title}
              description={description}
            >
              <Badge tone="accent">simulated</Badge>
            </Option>
          ))}
          {environments.profiles.map(({ name, description, error: broken }) => (
            <Option
              key={name}
              value={keyOf({ kind: 'profile', profile: name })}
              title={name}
              description={broken ?? description}
              isDisabled={broken !== undefined}
            >
              <Badge>profile</Badge>
            </Option>
          ))}
          <Option
            value={keyOf({ kind: 'live' })}
            title="The services as written"
            description="No profile: every address is called exactly as the pipeline has it."
          >
            <Badge tone="recovered">live</Badge>
          </Option>
        </RadioGroup.Root>
      )}
    </section>
  );
}

/** The list opens at what is chosen, which may stand far down in it. */
function showChosen(list: HTMLElement | null): void {
  list?.querySelector('[data-state="checked"]')?.scrollIntoView({ block: 'nearest' });
}

function Option(props: {
  readonly value: string;
  readonly title: string;
  readonly description: string;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <RadioGroup.Item
      value={props.value}
      disabled={props.isDisabled ?? false}
      className="group flex w-full items-start gap-2.5 border-line border-b px-3 py-2 text-left outline-offset-[-2px] transition-colors last:border-b-0 hover:bg-hover disabled:opacity-50 data-[state=checked]:bg-accent-soft"
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-accent">
        <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{props.title}</span>
        <span className="block text-muted text-xs">{props.description}</span>
      </span>
      {props.children}
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
