import type { MergeConflict, MergeSide } from '@flowmason/pipeline-schema';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';

type ConflictChoicesProps = {
  readonly conflicts: readonly MergeConflict[];
  readonly choices: ReadonlyMap<string, MergeSide>;
  readonly onChoose: (key: string, side: MergeSide) => void;
};

/** One choice for each value that both sides have changed in different ways. */
export function ConflictChoices({ conflicts, choices, onChoose }: ConflictChoicesProps): ReactNode {
  return (
    <ul aria-label="Conflicts" className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line">
      {conflicts.map((conflict) => (
        <li key={conflict.key}>
          <Choice conflict={conflict} side={choices.get(conflict.key)} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
}

function Choice(props: {
  readonly conflict: MergeConflict;
  readonly side: MergeSide | undefined;
  readonly onChoose: (key: string, side: MergeSide) => void;
}): ReactNode {
  const { conflict, side, onChoose } = props;
  const id = useId();
  return (
    <div className="px-4 py-2.5">
      <div id={id} className="mb-1.5 font-mono text-2xs text-muted">
        {toPlaceText(conflict.key)}
      </div>
      <RadioGroup.Root
        aria-labelledby={id}
        value={side ?? ''}
        // Only the two values below can be chosen.
        onValueChange={(next) => onChoose(conflict.key, next as MergeSide)}
        className="grid grid-cols-2 gap-2 max-sm:grid-cols-1"
      >
        <Side value="mine" title="Yours" text={conflict.mine} />
        <Side value="theirs" title="On disk" text={conflict.theirs} />
      </RadioGroup.Root>
    </div>
  );
}

function Side(props: {
  readonly value: MergeSide;
  readonly title: string;
  readonly text: string | undefined;
}): ReactNode {
  return (
    <RadioGroup.Item
      value={props.value}
      className="group flex min-w-0 items-start gap-2 rounded-md border border-line px-2.5 py-1.5 text-left transition-colors hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-accent">
        <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-xs">{props.title}</span>
        <span className="line-clamp-4 whitespace-pre-wrap break-all font-mono text-2xs leading-4.5">
          {props.text ?? 'removed'}
        </span>
      </span>
    </RadioGroup.Item>
  );
}

/** `/stages/ping/config/url` as a person reads it. */
function toPlaceText(key: string): string {
  const steps = key.split('/').slice(1);
  return steps.length === 0
    ? 'the whole document'
    : steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ');
}
