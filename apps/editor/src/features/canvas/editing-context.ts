import { createContext, use } from 'react';

/** Whether the pipeline can be changed on the canvas; on a narrow screen it is only looked at. */
export const EditingContext = createContext(false);

/** Whether this canvas edits. */
export function useIsEditing(): boolean {
  return use(EditingContext);
}
