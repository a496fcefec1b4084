import { useStore } from '@xyflow/react';
import { createContext, use } from 'react';

/** Below this zoom the letters of a card are smaller than five pixels. */
const FAR_ZOOM = 0.35;

/** Whether cards are drawn as plain shapes; the canvas provides it to its nodes. */
export const FarContext = createContext(false);

/** Whether the card is too far away for its words to be read, and one of too many to write them all the same. */
export function useIsFar(): boolean {
  return use(FarContext);
}

/** The same as the canvas finds it: changes only when the zoom passes the border. */
export function useFarZoom(isLarge: boolean): boolean {
  return useStore(({ transform }) => isLarge && transform[2] < FAR_ZOOM);
}
