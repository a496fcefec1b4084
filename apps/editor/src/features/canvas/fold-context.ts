import { createContext, use } from 'react';

/** Folds a box up into a card, or opens it again; the canvas provides it to its nodes. */
export const FoldContext = createContext<(scopeId: string) => void>(() => {});

/** The function that folds and unfolds. */
export function useFold(): (scopeId: string) => void {
  return use(FoldContext);
}
