import { builtinComponents } from '@flowmason/engine';
import type { ComponentDescription } from '@flowmason/pipeline-schema';
import { X } from 'lucide-react';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { COMPONENT_TINTS } from '../../model/canvas/component-tints.ts';
import { toPaletteGroups } from '../../model/canvas/palette-entries.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { addComponent } from './add-component.ts';
import { carryComponent } from './carry-component.ts';

/** All components beside the canvas: to drag onto it, or to press, which adds one behind the selected stage. */
export function PalettePanel(): ReactNode {
  const [search, setSearch] = useState('');
  const togglePalette = useEditorStore((state) => state.togglePalette);
  const groups = toPaletteGroups(builtinComponents, search);
  return (
    <section aria-label="Components" className="flex h-full w-56 shrink-0 flex-col border-line border-r bg-surface">
      <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-3">
        <input
          type="search"
          data-plain-field
          aria-label="Search components"
          placeholder="Search components"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-faint"
        />
        <IconButton label="Hide components" keys="P" onClick={togglePalette}>
          <X size={14} />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {groups.length === 0 && <p className="px-2 py-6 text-center text-muted">No component of that name.</p>}
        {groups.map(({ title, components }) => (
          <div key={title} className="mb-2">
            <h2 className="px-2 py-1 font-medium text-2xs text-muted">{title}</h2>
            <ul>
              {components.map((component) => (
                <li key={component.name}>
                  <Entry component={component} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function Entry({ component }: { readonly component: ComponentDescription }): ReactNode {
  const { name, title, description, icon, category } = component;
  return (
    <Tooltip content={description} side="right">
      <button
        type="button"
        onPointerDown={(event: PointerEvent) => event.button === 0 && carryComponent(event.nativeEvent, name)}
        onClick={() => addComponent(name)}
        className="flex h-9 w-full touch-none select-none items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-hover active:cursor-grabbing"
      >
        <span className={classNames('grid size-6 shrink-0 place-items-center rounded-md', COMPONENT_TINTS[category])}>
          <Icon name={icon} size={14} />
        </span>
        <span className="min-w-0 flex-1 truncate text-sm">{title}</span>
      </button>
    </Tooltip>
  );
}
