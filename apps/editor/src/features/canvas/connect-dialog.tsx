import { type ReactNode, useMemo, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { refusalsFor } from '../../model/canvas/connect-targets.ts';
import type { CanvasDialog } from '../../store/canvas-slice.ts';
import { makeChange } from '../../store/gestures.ts';
import { ChoiceChips } from '../../ui/choice-chips.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PickDialog } from '../../ui/pick-dialog.tsx';
import { tellRefusal } from './tell-refusal.ts';

type ConnectDialogProps = {
  readonly opened: OpenedPipeline;
  readonly question: Extract<CanvasDialog, { type: 'connect' }>;
  readonly onClose: () => void;
};

/** Asks for the other end of a line, and for the outcome that it starts from where there are several. */
export function ConnectDialog({ opened, question, onClose }: ConnectDialogProps): ReactNode {
  const { stageId, direction } = question;
  const { graph, cards } = opened;
  const arms = armNames(opened, stageId);
  const [arm, setArm] = useState(question.arm ?? (direction === 'to' ? arms[0] : undefined));
  const [source, setSource] = useState<string>();
  const refusals = useMemo(
    () => (graph ? refusalsFor(graph, { stageId, arm: direction === 'to' ? arm : undefined, direction }) : NOTHING),
    [graph, stageId, arm, direction],
  );
  const options = cards
    .map(({ id, title, component, icon }) => {
      const refusal = refusals.get(id);
      const label = title === id ? id : `${title} (${id})`;
      return {
        id,
        label,
        detail: component,
        icon: <Icon name={icon} size={15} />,
        ...(refusal !== undefined && { refusal }),
      };
    })
    .filter(({ id }) => id !== stageId)
    .toSorted((a, b) => Number('refusal' in a) - Number('refusal' in b));

  function connect(from: string, to: string, via: string | undefined): void {
    onClose();
    tellRefusal(makeChange({ type: 'connect', connection: { from, to, ...(via !== undefined && { arm: via }) } }));
  }

  function pick(id: string): void {
    if (direction === 'to') connect(stageId, id, arm);
    else if (armNames(opened, id).length > 0) setSource(id);
    else connect(id, stageId, undefined);
  }

  if (source !== undefined) {
    return (
      <PickDialog
        title={`Connect ${source} to ${stageId}`}
        placeholder="Which outcome…"
        emptyText="No outcome of that name."
        options={[
          ...armNames(opened, source).map((name) => ({ id: `arm:${name}`, label: `If ${source} takes “${name}”` })),
          { id: 'plain', label: `After ${source}, whatever it takes` },
        ]}
        onPick={(id) => connect(source, stageId, id === 'plain' ? undefined : id.slice('arm:'.length))}
        onClose={onClose}
      />
    );
  }
  return (
    <PickDialog
      title={direction === 'to' ? `Connect ${stageId} to…` : `Connect from… to ${stageId}`}
      placeholder="Search stages…"
      emptyText="No stage of that name."
      options={options}
      above={
        direction === 'to' &&
        arms.length > 0 && (
          <div className="border-line border-b px-4 py-2">
            <ChoiceChips
              legend={`Outcome of ${stageId}`}
              chips={[...arms.map((name) => ({ value: name, label: name })), { value: undefined, label: 'After it' }]}
              chosen={arm}
              onChoose={setArm}
            />
          </div>
        )
      }
      onPick={pick}
      onClose={onClose}
    />
  );
}

const NOTHING: ReadonlyMap<string, string | undefined> = new Map();

/** The outcomes and lists that can be drawn from; a router always has a default. */
function armNames({ graph }: OpenedPipeline, stageId: string): readonly string[] {
  const names = (graph?.arms.get(stageId) ?? []).map(({ name }) => name);
  const isRouter = graph?.stages.get(stageId)?.component === 'router';
  return [...new Set([...names, ...(isRouter ? ['default'] : [])])];
}
