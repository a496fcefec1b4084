// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NameInput } from './name-input.tsx';

let root: Root | undefined;

afterEach(async () => {
  await act(async () => root?.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** The field with `name` typed into it, and what it asked for. */
async function typeName(name: string, refusal?: string) {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const asked: string[] = [];
  const onRename = (to: string) => {
    asked.push(to);
    return refusal;
  };
  const shown = createRoot(document.body.appendChild(document.createElement('div')));
  root = shown;
  await act(async () => shown.render(<NameInput label="Key" value="old" onRename={onRename} />));
  const input = document.querySelector('input');
  if (!input) throw new Error('there is no field');
  const send = (event: Event) => act(async () => input.dispatchEvent(event));
  input.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, name);
  await send(new Event('input', { bubbles: true }));
  await send(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await send(new FocusEvent('focusout', { bubbles: true }));
  return asked;
}

describe('NameInput', () => {
  it('renames once with Enter, and not again when it is left', async () => {
    expect(await typeName('new')).toEqual(['new']);
  });

  it('shows why it cannot be called that', async () => {
    await typeName('new', 'There is a “new” already.');
    expect(document.querySelector('[role=alert]')?.textContent).toBe('There is a “new” already.');
  });
});
