import { builtinComponents } from '@flowmason/engine';
import { Command } from 'cmdk';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { type AddPlace, type AddWay, toAddChanges, waysToAdd } from '../../model/canvas/canvas-add.ts';
import { COMPONENT_TINTS } from '../../model/canvas/component-tints.ts';
import { toPaletteGroups } from '../../model/canvas/palette-entries.ts';
import type { CanvasDialog } from '../../store/canvas-slice.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { nextStageId } from '../../store/next-stage-id.ts';
import { ChoiceChips } from '../../ui/choice-chips.tsx';
import { classNames } from '../../ui/class-names.ts';
import { focusWhenDrawn } from '../../ui/focus-when-drawn.ts';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';

type Question = Extract<CanvasDialog, { type: 'add' }>;

/** Asks which component to add, and adds it at the place that was asked for, connected as that says. */
export function AddStageDialog(): ReactNode {
  const question = useEditorStore(({ canvasDialog }) => (canvasDialog?.type === 'add' ? canvasDialog : undefined));
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  const focus = useReturnFocus();
  const selectedBefore = useRef(selectedNow());
  return (
    <RadixDialog.Root open={question !== undefined} onOpenChange={(isOpen) => !isOpen && askOnCanvas(undefined)}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/25" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={(event) =>
            selectedBefore.current === selectedNow() ? focus.giveBack(event) : focusSelected(event)
          }
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 animate-rise overflow-hidden rounded-xl bg-raised shadow-float outline-none"
        >
          <RadixDialog.Title className="px-4 pt-3 font-semibold text-base">Add stage</RadixDialog.Title>
          {question && <Choice question={question} />}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function selectedNow(): string | undefined {
  return useEditorStore.getState().selectedStageId;
}

/** The card of the stage that was added comes with the next layout; it gets the focus then. */
function focusSelected(event: Event): void {
  event.preventDefault();
  focusWhenDrawn(`[data-stage="${CSS.escape(selectedNow() ?? '')}"]`);
}

function Choice({ question }: { readonly question: Question }): ReactNode {
  const graph = useEditorStore(({ shownDocument }) => shownDocument?.graph);
  const [search, setSearch] = useState('');
  const [chosenWay, setChosenWay] = useState(0);
  const [refusal, setRefusal] = useState<string>();
  const ways = waysOf(question, graph);
  const groups = toPaletteGroups(builtinComponents, search);

  function add(component: string): void {
    const place = ways[chosenWay]?.place ?? question.place;
    const id = nextStageId(component);
    const refused = makeChange(toAddChanges(graph, place, { id, component }), { label: `Add ${id}`, select: [id] });
    setRefusal(refused);
    if (refused === undefined) useEditorStore.getState().askOnCanvas(undefined);
  }

  return (
    <Command label="Add stage" shouldFilter={false} loop>
      <div className="border-line border-b px-4">
        <Command.Input
          value={search}
          onValueChange={(text) => {
            setSearch(text);
            setRefusal(undefined);
          }}
          placeholder="Search components…"
          className="h-10 w-full bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      {ways.length > 1 && (
        <div className="border-line border-b px-4 py-2">
          <ChoiceChips
            legend="Where it goes"
            chips={ways.map(({ label }, index) => ({ value: index, label }))}
            chosen={chosenWay}
            onChoose={setChosenWay}
          />
        </div>
      )}
      {refusal !== undefined && (
        <p role="alert" className="border-line border-b px-4 py-2 text-failed text-sm">
          {refusal}
        </p>
      )}
      <Command.List className="max-h-[min(440px,56vh)] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-8 text-center text-muted">No component of that name.</Command.Empty>
        {groups.map(({ title, components }) => (
          <Command.Group
            key={title}
            heading={title}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint"
          >
            {components.map(({ name, title: label, description, icon, category }) => (
              <Command.Item
                key={name}
                value={name}
                onSelect={() => add(name)}
                className="flex h-11 select-none items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
              >
                <span
                  className={classNames(
                    'grid size-7 shrink-0 place-items-center rounded-md',
                    COMPONENT_TINTS[category],
                  )}
                >
                  <Icon name={icon} size={15} />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-sm leading-4">{label}</span>
                  <span className="block truncate text-2xs text-muted">{description}</span>
                </span>
                <span className="shrink-0 font-mono text-2xs text-faint max-sm:hidden">{name}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <footer className="flex items-center gap-3 border-line border-t bg-sunken px-4 py-2 text-2xs text-muted">
        <span className="flex-1 truncate">{toPlaceText(ways[chosenWay]?.place ?? question.place)}</span>
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> choose
        </span>
        <span className="flex items-center gap-1">
          <Kbd>Enter</Kbd> add
        </span>
      </footer>
    </Command>
  );
}

function waysOf({ place, at }: Question, graph: Parameters<typeof toAddChanges>[0]): readonly AddWay[] {
  const isOpen = Object.keys(place).every((key) => key === 'position');
  if (at === undefined || !isOpen) return [];
  // A stage that was added this very moment has not been read yet; it will be there when it is waited for.
  return graph?.stages.has(at) ? waysToAdd(graph, at) : [{ label: `After ${at}`, place: { after: at } }];
}

/** What will come of it, in words. */
function toPlaceText({ after, arm, before, between, into }: AddPlace): string {
  if (between) return `Between ${between.from} and ${between.to}`;
  if (into) return `Into ${into.arm} of ${into.owner}${after === undefined ? '' : `, behind ${after}`}`;
  if (arm !== undefined && after !== undefined) return `Where ${after} leads if ${arm}`;
  if (after !== undefined) return `Behind ${after}`;
  return before === undefined ? 'Connected with nothing yet' : `Before ${before}`;
}
