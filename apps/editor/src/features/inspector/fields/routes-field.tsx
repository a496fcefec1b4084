import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { findingsOfField } from '../../../model/field-findings.ts';
import { nextRouteName, withRouteMoved } from '../../../model/route-list.ts';
import { Button } from '../../../ui/button.tsx';
import { useFieldValue, useInspected } from '../inspected.ts';
import { useFieldWriter } from '../use-field-draft.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { RouteCard } from './route-card.tsx';

/** The routes of a router, asked from the first to the last. */
export function RoutesField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const [fault, setFault] = useState<string>();
  const value = useFieldValue(path);
  const write = useFieldWriter(path);
  const { opened, stageId } = useInspected();
  // Findings inside a route are shown there.
  const findings = useMemo(
    () => findingsOfField(opened.reading, { stageId, path }).filter(({ pointer }) => pointer.endsWith('/routes')),
    [opened.reading, stageId, path],
  );
  const routes: readonly Json[] = Array.isArray(value) ? value : [];
  const names = routes.map((route, index) => (isJsonObject(route) ? String(route['name'] ?? index + 1) : ''));
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
            // Routes keep their place while their name is typed.
            key={index}
            path={[...path, index]}
            name={name}
            position={index + 1}
            count={routes.length}
            onMove={(by) => setFault(write(withRouteMoved(routes, index, by)))}
            onRemove={() => setFault(write(routes.filter((_, at) => at !== index)))}
          />
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="-ml-1 self-start"
          icon={<Plus size={12} />}
          onClick={() =>
            setFault(write([...routes, { name: nextRouteName(names), condition: '{{true}}', stages: [] }]))
          }
        >
          Add route
        </Button>
      </fieldset>
    </FieldFrame>
  );
}
