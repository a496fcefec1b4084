import { useMedia } from './use-media.ts';

/** True where there is no room to edit: on a phone, or in a narrow window. Everything can be read there. */
export function useIsNarrowScreen(): boolean {
  return useMedia('(max-width: 800px)');
}
