// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it } from 'vitest';
import type { NewInput } from '../../model/wizard/wizard-inputs.ts';
import { click, draw, fieldOf, typeInto } from '../../ui/typing.test-support.ts';
import { AddInput } from './add-input.tsx';

describe('AddInput', () => {
  it('hands over what was typed, and closes', () => {
    const { page, added } = open();
    typeInto(fieldOf(page, 'Name'), 'region');
    click(page, 'Add');
    expect([added, page.textContent]).toEqual([[{ name: 'region', type: 'string', isRequired: false }], 'Add input']);
  });

  it('begins anew after Cancel', () => {
    const { page } = open();
    typeInto(fieldOf(page, 'Name'), '9');
    click(page, 'Add');
    expect(page.textContent).toContain('a digit cannot come first');
    click(page, 'Cancel');
    click(page, 'Add input');
    expect([fieldOf(page, 'Name').value, page.textContent?.includes('digit')]).toEqual(['', false]);
  });

  it('closes by Escape', () => {
    const { page } = open();
    const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    act(() => fieldOf(page, 'Name').dispatchEvent(pressed));
    expect(page.textContent).toBe('Add input');
  });
});

function open() {
  const added: NewInput[] = [];
  const page = draw(<AddInput taken={[]} onAdd={(input) => added.push(input)} />);
  click(page, 'Add input');
  return { page, added };
}
