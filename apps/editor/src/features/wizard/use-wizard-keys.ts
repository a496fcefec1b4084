import { useEffect } from 'react';
import { useWizardStore } from '../../store/wizard-store.ts';

/** Ctrl or Cmd with Z and Y (or Shift Z) undo and redo in the wizard's draft, also from inside of fields that show it. */
export function useWizardKeys(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      // What is typed there is not in the document yet.
      if (event.target instanceof Element && event.target.closest('[data-plain-field]')) return;
      const { undo, redo } = useWizardStore.getState();
      event.preventDefault();
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
