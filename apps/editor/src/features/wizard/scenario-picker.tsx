import type { TemplateScenario } from '@flowmason/templates';
import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';

/** The courses that the template brings, one of which is simulated. */
export function ScenarioPicker(props: {
  readonly scenarios: readonly TemplateScenario[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}): ReactNode {
  return (
    <section>
      <h3 id="scenario" className="mb-1.5 font-medium text-muted text-xs">
        What happens
      </h3>
      <RadioGroup.Root
        aria-labelledby="scenario"
        value={props.chosen ?? ''}
        onValueChange={props.onChoose}
        className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
      >
        {props.scenarios.map(({ id, title, description }) => (
          <RadioGroup.Item
            key={id}
            value={id}
            aria-label={title}
            className="group flex w-full items-start gap-2.5 px-3 py-2 text-left outline-offset-[-2px] transition-colors hover:bg-hover data-[state=checked]:bg-accent-soft"
          >
            <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-accent">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{title}</span>
              <span className="block text-muted text-xs">{description}</span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </section>
  );
}
