import { useEditorStore } from '../../store/editor-store.ts';
import { trackPointer } from '../../ui/track-pointer.ts';

/** Takes a component along with the pointer until it is let go; the canvas, when that is under it, does the rest. */
export function carryComponent(press: PointerEvent, component: string): void {
  const { carry } = useEditorStore.getState();
  trackPointer(press, {
    move: (at) => carry({ component, at, phase: 'moving' }),
    drop: (at) => carry({ component, at, phase: 'dropped' }),
    cancel: () => carry(undefined),
  });
}
