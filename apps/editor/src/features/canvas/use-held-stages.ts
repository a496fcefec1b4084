import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { moveNodes } from '../../model/canvas/move-flow.ts';
import type { FlowEdge, FlowNode } from '../../model/canvas/to-flow.ts';
import { type Hand, type HeldStages, isStillHeld } from './hand.ts';
import type { HandStore } from './hand-store.ts';

type Flow = { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] };

/** After this a drop that changed nothing is over; reading and laying out take less. */
const LONGEST_WAIT_MS = 2_000;

/**
 * Shows stages that are in the hand where the hand is. React Flow goes through all of its nodes when one of them moves, so it is
 * told only of the first step, of the last, and of those that could bring other nodes into view; in between the elements are
 * moved by themselves, and each line follows in `route-edge.tsx`. Gives the nodes as React Flow is to have them, as long as
 * there is something in the hand.
 */
export function useHeldStages(frame: RefObject<HTMLElement | null>, flow: Flow, store: HandStore) {
  const [latest, setTold] = useState<HeldStages>();
  const told = latest && isStillHeld(latest, flow) ? latest : undefined;
  const nodes = useMemo(() => told && moveNodes(flow.nodes, told.ids, told.by), [flow, told]);
  const last = useRef<Told>({ ids: undefined, view: '', isAllDrawn: false });
  const { getViewport } = useReactFlow();

  const show = useCallback(
    (hand: Hand | undefined): void => {
      store.setState({ hand });
      const held = hand?.type === 'stages' ? hand : undefined;
      const view = Object.values(getViewport()).join();
      const { ids, view: lastView, isAllDrawn } = last.current;
      const isKnown = held && held.ids === ids && held.droppedOn === undefined && view === lastView && isAllDrawn;
      if (isKnown) return;
      last.current = { ...last.current, ids: held?.ids, view };
      setTold(held);
    },
    [store, getViewport],
  );

  usePlacedElements({ frame, flow, store, last });
  useEffect(() => {
    const { hand } = store.getState();
    // The new flow has everything where it was dropped: the hand is empty from the moment at which React Flow has it too.
    if (hand?.type === 'stages' && !isStillHeld(hand, flow)) store.setState({ hand: undefined });
  }, [store, flow]);
  useEffect(() => {
    if (told?.droppedOn === undefined) return;
    // A stage that was let go where it stood already gives no other flow.
    const timer = setTimeout(() => store.getState().hand === told && show(undefined), LONGEST_WAIT_MS);
    return () => clearTimeout(timer);
  }, [told, store, show]);

  return { nodes, show };
}

type Told = {
  /** The stages that React Flow was told of last, and the view at that time. */
  readonly ids: ReadonlySet<string> | undefined;
  readonly view: string;
  /** Each of them has an element. */
  readonly isAllDrawn: boolean;
};

type PlacedElements = {
  readonly frame: RefObject<HTMLElement | null>;
  readonly flow: Flow;
  readonly store: HandStore;
  readonly last: RefObject<Told>;
};

/** Keeps the elements of what is in the hand where the hand has them, wherever React Flow has put them. */
function usePlacedElements({ frame, flow, store, last }: PlacedElements): void {
  const reactFlow = useStoreApi();
  const latest = useRef(flow);
  latest.current = flow;
  useEffect(() => {
    let moved: ReadonlySet<HTMLElement> = new Set();
    function place(): void {
      const { hand } = store.getState();
      const held = hand?.type === 'stages' ? hand : undefined;
      if (!held && moved.size === 0) return;
      const elements = held ? elementsOf(frame.current, held.ids) : new Set<HTMLElement>();
      const { nodeLookup } = reactFlow.getState();
      const stood = new Map(latest.current.nodes.map(({ id, position }) => [id, position]));
      for (const element of elements) {
        const id = element.dataset['id'] ?? '';
        const [from, at] = [stood.get(id), nodeLookup.get(id)?.position];
        if (!held || !from || !at) continue;
        element.style.translate = `${from.x + held.by.x - at.x}px ${from.y + held.by.y - at.y}px`;
      }
      for (const element of moved) if (!elements.has(element)) element.style.translate = '';
      moved = elements;
      last.current = { ...last.current, isAllDrawn: elements.size === held?.ids.size };
    }
    const stops = [store.subscribe(place), reactFlow.subscribe(place)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [frame, store, reactFlow, last]);
}

function elementsOf(frame: HTMLElement | null, ids: ReadonlySet<string>): ReadonlySet<HTMLElement> {
  const nodes = frame?.querySelector('.react-flow__nodes')?.children ?? [];
  return new Set(
    [...nodes].filter((node) => node instanceof HTMLElement).filter(({ dataset }) => ids.has(dataset['id'] ?? '')),
  );
}
