import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { findingsOfRoutes } from '../../../model/fields/remaining-findings.ts';
import { nextRouteName, withRouteMoved } from '../../../model/fields/route-list.ts';
import { Button } from '../../../ui/button.tsx';
import { useInspected } from '../inspected.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { RouteCard } from './route-card.tsx';

/** The routes of a router, asked from the first to the last. */
export function RoutesField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const [fault, setFault] = useState<string>();
  const { value, update } = useEditedValue(path);
  const { opened, stageId } = useInspected();
  const routes = routesIn(value);
  const findings = useMemo(
    () => findingsOfRoutes(opened.reading, { stageId, path }, routes.length),
    [opened.reading, stageId, path, routes.length],
  );
  const names = namesOf(routes);
  return (
    <FieldFrame
      ids={ids}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      aside={aside}
      fault={fault}
      findings={findings}
    >
      <fieldset id={ids.id} aria-labelledby={ids.labelId} className="flex flex-col gap-2">
        {names.map((name, index) => (
          <RouteCard
            // Whoever moves a route stays on the button that was pressed, which the last route would not let them.
            key={index}
            path={[...path, index]}
            name={name}
            position={index + 1}
            count={routes.length}
            onMove={(by) => setFault(update((present) => withRouteMoved(routesIn(present), index, by)))}
            onRemove={() => setFault(update((present) => routesIn(present).filter((_, at) => at !== index)))}
          />
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="-ml-1 self-start"
          icon={<Plus size={12} />}
          onClick={() =>
            setFault(
              update((present) => {
                const name = nextRouteName(namesOf(routesIn(present)));
                return [...routesIn(present), { name, condition: '{{true}}', stages: [] }];
              }),
            )
          }
        >
          Add route
        </Button>
      </fieldset>
    </FieldFrame>
  );
}

function routesIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function namesOf(routes: readonly Json[]): readonly string[] {
  return routes.map((route, index) => (isJsonObject(route) ? String(route['name'] ?? index + 1) : ''));
}
