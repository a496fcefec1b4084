import { describe, expect, it } from 'vitest';
import { findCommand, KEYMAP, type KeyBinding, keysOf, shownKey } from './keymap.ts';

const press = (key: string, held: { ctrl?: boolean; meta?: boolean; shift?: boolean; alt?: boolean } = {}) => ({
  key,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  shiftKey: held.shift ?? false,
  altKey: held.alt ?? false,
});

describe('the keyboard map', () => {
  it('gives no key two meanings in one scope', () => {
    const bindings: readonly KeyBinding[] = KEYMAP;
    const taken = bindings.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(taken.filter((key, index) => taken.indexOf(key) !== index)).toEqual([]);
  });

  it('tells the keys of the canvas from those of the page', () => {
    expect([findCommand(press('d'), 'canvas'), findCommand(press('d'), 'pipeline')]).toEqual(['disable', undefined]);
  });

  it('takes Cmd for Ctrl', () => {
    expect(findCommand(press('z', { meta: true }), 'pipeline')).toBe('undo');
  });

  it('tells a letter with Shift from the letter alone, whatever case the browser gives', () => {
    expect([findCommand(press('C', { shift: true }), 'canvas'), findCommand(press('c'), 'canvas')]).toEqual([
      'connect_from',
      'connect_to',
    ]);
  });

  it('knows a sign by itself, on whatever key it is', () => {
    expect([findCommand(press('?', { shift: true }), 'everywhere'), findCommand(press('+'), 'canvas')]).toEqual([
      'help',
      'zoom_in',
    ]);
  });

  it('reads the parts of an event that stand in its prototype', () => {
    class Press {
      get key() {
        return '1';
      }
      get ctrlKey() {
        return false;
      }
      get metaKey() {
        return false;
      }
      get altKey() {
        return false;
      }
      get shiftKey() {
        return false;
      }
    }
    expect(findCommand(new Press(), 'canvas')).toBe('fit');
  });

  it('leaves Shift+Tab to the page', () => {
    expect(findCommand(press('Tab', { shift: true }), 'canvas')).toBeUndefined();
  });

  it('writes keys as they stand on a keyboard', () => {
    expect([keysOf('redo'), keysOf('nudge_left'), shownKey('+')]).toEqual(['Ctrl Shift Z', 'Alt ←', '+']);
  });
});
