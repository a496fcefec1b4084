import { builtinComponents } from '@flowmason/engine';
import type { ComponentDescription } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

/** The components of a template as a row of icons. */
export function ComponentIcons({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <ul aria-label="Components used" className="relative z-1 flex items-center gap-1">
      {names.map((name) => (
        <li key={name}>
          <Tooltip content={titleOf(name)}>
            <span className="block">
              <ComponentSquare name={name} size={20} />
              <span className="sr-only">{titleOf(name)}</span>
            </span>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

/** What each component of a template does, and how many stages use it. */
export function ComponentTable(props: {
  readonly components: readonly { readonly name: string; readonly count: number }[];
}): ReactNode {
  return (
    <ul className="grid grid-cols-2 gap-x-8 gap-y-3 max-sm:grid-cols-1">
      {props.components.map(({ name, count }) => (
        <li key={name} className="flex items-start gap-3">
          <ComponentSquare name={name} size={28} />
          <div className="min-w-0">
            <p className="font-medium">
              {titleOf(name)} <span className="font-mono font-normal text-2xs text-faint">{name}</span>
            </p>
            <p className="text-muted text-xs">
              {builtinComponents.get(name)?.description}{' '}
              <span className="whitespace-nowrap text-faint">{count === 1 ? '1 stage' : `${count} stages`}</span>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function ComponentSquare({ name, size }: { readonly name: string; readonly size: number }): ReactNode {
  const component = builtinComponents.get(name);
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center rounded-md bg-hover ${TINTS[component?.category ?? 'flow']}`}
      style={{ width: size, height: size }}
    >
      <Icon name={component?.icon ?? 'box'} size={size > 24 ? 16 : 12} />
    </span>
  );
}

function titleOf(name: string): string {
  return builtinComponents.get(name)?.title ?? name;
}

const TINTS: Record<ComponentDescription['category'], string> = {
  request: 'text-tint-request',
  model: 'text-tint-model',
  control: 'text-tint-control',
  data: 'text-tint-data',
  flow: 'text-tint-flow',
};
