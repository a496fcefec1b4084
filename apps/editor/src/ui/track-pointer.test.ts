// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { trackPointer } from './track-pointer.ts';

/** What the page hears, and what the drag does, in order. */
function watch() {
  const heard: string[] = [];
  const listening = new AbortController();
  document.body.addEventListener('click', () => heard.push('click'), { signal: listening.signal });
  trackPointer(pointer('pointerdown', 0), {
    move: () => heard.push('move'),
    drop: () => heard.push('drop'),
    cancel: () => heard.push('cancel'),
  });
  return { heard, stop: () => listening.abort() };
}

function pointer(type: string, x: number, pointerId = 1): PointerEvent {
  return new PointerEvent(type, { clientX: x, clientY: 0, pointerId, bubbles: true, cancelable: true });
}

function send(event: Event): void {
  document.body.dispatchEvent(event);
}

const click = (): void => send(new MouseEvent('click', { bubbles: true, cancelable: true }));

// A click counts as one of the drag until the browser has had its turn.
afterEach(() => new Promise((resolve) => setTimeout(resolve)));

describe('trackPointer', () => {
  it('leaves no click behind a drag', () => {
    const { heard, stop } = watch();
    send(pointer('pointermove', 20));
    send(pointer('pointerup', 20));
    click();
    expect(heard).toEqual(['move', 'drop']);
    stop();
  });

  it('leaves the release of a drag that was broken off without a click', () => {
    const { heard, stop } = watch();
    send(pointer('pointermove', 20));
    window.dispatchEvent(new Event('blur'));
    send(pointer('pointerup', 20));
    click();
    expect(heard).toEqual(['move', 'cancel']);
    stop();
  });

  it('lets the next click through when that drag was released outside of the window', () => {
    const { heard, stop } = watch();
    send(pointer('pointermove', 20));
    window.dispatchEvent(new Event('blur'));
    send(pointer('pointerdown', 50));
    send(pointer('pointerup', 50));
    click();
    expect(heard).toEqual(['move', 'cancel', 'click']);
    stop();
  });

  it('goes on when the browser takes another pointer away', () => {
    const { heard, stop } = watch();
    send(pointer('pointermove', 20));
    send(pointer('pointercancel', 20, 2));
    send(pointer('pointerup', 30));
    expect(heard).toEqual(['move', 'drop']);
    stop();
  });
});
