import { builtinComponents } from '@flowmason/engine';
import type { ReactNode } from 'react';
import { COMPONENT_TINTS } from '../../model/canvas/component-tints.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';

/** The component that is being dragged, at the pointer. */
export function CarriedCard(): ReactNode {
  const carried = useEditorStore((state) => state.carried);
  const component = carried && builtinComponents.get(carried.component);
  if (!carried || !component) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed top-0 left-0 z-50 flex h-11 w-48 items-center gap-2.5 rounded-lg border border-accent bg-surface px-3 opacity-90 shadow-float"
      style={{ transform: `translate(${carried.at.x - 96}px, ${carried.at.y - 22}px)` }}
    >
      <span
        className={classNames(
          'grid size-6 shrink-0 place-items-center rounded-md',
          COMPONENT_TINTS[component.category],
        )}
      >
        <Icon name={component.icon} size={14} />
      </span>
      <span className="truncate font-semibold text-sm">{component.title}</span>
    </div>
  );
}
