import { type RefObject, useEffect, useRef } from 'react';
import { relativesOf } from '../../model/canvas/canvas-relatives.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import type { Drawing } from './use-diagram.ts';

/** So long the pointer rests on a card before its relatives stand out, ms; the focus, which moves on its own, rests longer. */
const REST = { pointer: 250, focus: 700 } as const;

/** Makes what comes before and after a stage stand out while the pointer, or the focus of the keyboard, rests on its card. */
export function useLightUp(frame: RefObject<HTMLElement | null>, drawing: Drawing): void {
  const diagram = useRef(drawing.diagram);
  diagram.current = drawing.diagram;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const listening = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLit = false;

    function rest(id: string, ms: number): void {
      leave();
      timer = setTimeout(() => {
        isLit = true;
        useEditorStore.getState().lightUp(relativesOf(diagram.current, id));
      }, ms);
    }
    function leave(): void {
      clearTimeout(timer);
      if (isLit) useEditorStore.getState().lightUp(undefined);
      isLit = false;
    }
    const stageOf = (target: EventTarget | null): string | undefined =>
      target instanceof Element ? target.closest<HTMLElement>('[data-stage]')?.dataset['stage'] : undefined;

    function listen(type: string, hear: (event: Event) => void): void {
      element?.addEventListener(type, hear, { signal: listening.signal });
    }
    listen('pointerover', (event) => {
      const id = stageOf(event.target);
      // A hand at work looks at what it does.
      if (id === undefined || (event instanceof PointerEvent && event.buttons !== 0)) leave();
      else rest(id, REST.pointer);
    });
    listen('pointerleave', leave);
    // Whoever presses has seen enough.
    listen('pointerdown', leave);
    listen('keydown', leave);
    listen('focusin', ({ target }) => {
      const id = stageOf(target);
      if (id !== undefined && target instanceof Element && target.matches(':focus-visible')) rest(id, REST.focus);
    });
    listen('focusout', leave);
    return () => {
      listening.abort();
      leave();
    };
  }, [frame]);
}
