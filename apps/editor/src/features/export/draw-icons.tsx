import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Icon } from '../../ui/icon.tsx';

/** The strokes of icons by name, as markup for a picture of 24 × 24. */
export function drawIcons(names: Iterable<string>): ReadonlyMap<string, string> {
  const unique = [...new Set(names)];
  const host = document.createElement('div');
  const root = createRoot(host);
  flushSync(() => root.render(unique.map((name) => <Icon key={name} name={name} />)));
  const strokes = new Map(unique.map((name, index) => [name, host.children[index]?.innerHTML ?? '']));
  root.unmount();
  return strokes;
}
