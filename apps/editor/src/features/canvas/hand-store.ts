import { createContext, use } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { moveRoute } from '../../model/canvas/move-flow.ts';
import type { FlowEdge } from '../../model/canvas/to-flow.ts';
import type { Hand } from './hand.ts';

/** What the hand is doing, for the few parts of the canvas that show it: the rest has nothing to draw while it moves. */
export type HandStore = StoreApi<{ readonly hand: Hand | undefined }>;

/** A store with nothing in the hand. */
export function createHandStore(): HandStore {
  return createStore(() => ({ hand: undefined }));
}

/** The hand of the canvas around; the canvas provides it. */
export const HandStoreContext = createContext<HandStore>(createHandStore());

/** What the hand is doing now. */
export function useShownHand(): Hand | undefined {
  return useStore(use(HandStoreContext), ({ hand }) => hand);
}

/** The way of a line whose stages may be in the hand. */
export function useHeldRoute(edge: FlowEdge['data'] | undefined): FlowEdge['data']['route'] {
  const held = useStore(use(HandStoreContext), ({ hand }) =>
    hand?.type === 'stages' && edge && (hand.ids.has(edge.edge.from) || hand.ids.has(edge.edge.to)) ? hand : undefined,
  );
  if (!edge) return [];
  return held ? moveRoute(edge, held.ids, held.by) : edge.route;
}
