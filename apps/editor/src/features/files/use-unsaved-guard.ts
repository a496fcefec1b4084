import { useEffect } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { isUnsaved } from './save-document.ts';

/** Has the browser ask before the page is left or reloaded with changes that are not saved. */
export function useUnsavedGuard(): void {
  const hasChanges = useEditorStore(isUnsaved);
  useEffect(() => {
    if (!hasChanges) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [hasChanges]);
}
