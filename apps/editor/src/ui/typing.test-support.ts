import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';

/** Draws a part of the page until the test ends; for tests in `happy-dom`. */
export function draw(node: ReactNode): HTMLElement {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  act(() => root.render(node));
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
  });
  return page;
}

/** The field of a label. */
export function fieldOf(page: HTMLElement, label: string): HTMLInputElement {
  const found = [...page.querySelectorAll('label')].find(({ textContent }) => textContent === label);
  const field = found && document.getElementById(found.htmlFor);
  if (field instanceof HTMLInputElement) return field;
  throw new Error(`There is no field "${label}".`);
}

/** Empties the field and types the text into it, one character after the other, each behind what the field then shows. */
export function typeInto(field: HTMLInputElement, text: string): void {
  enter(field, '');
  for (const character of text) enter(field, field.value + character);
}

/** React listens to what the browser sets, and not to what a script assigns to the element. */
function enter(field: HTMLInputElement, value: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Clicks a button by its name. */
export function click(page: HTMLElement, name: string): void {
  const button = [...page.querySelectorAll('button')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent) === name,
  );
  if (!button) throw new Error(`There is no button "${name}".`);
  act(() => button.click());
}
