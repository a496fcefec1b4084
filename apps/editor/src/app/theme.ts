import { useSyncExternalStore } from 'react';

/** What a person has chosen: one of the two, or whatever the system says. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'flowmason.theme'; // public/first.js reads the same key before the first paint
const listeners = new Set<() => void>();

/** What is remembered on this machine. */
export function themeChoice(): ThemeChoice {
  const choice = localStorage.getItem(KEY);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

/** Applies the choice at once and remembers it. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(KEY, choice);
    document.documentElement.dataset['theme'] = choice;
  }
  for (const listener of listeners) listener();
}

/** The choice, kept current. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
