import type { ComponentDescription, ComponentInfo, Json } from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** What the API and the editor's forms know of a component: its words, and its schemas as JSON Schema 2020-12. */
export function describeComponent(component: ComponentDescription): ComponentInfo {
  const { name, title, description, category, icon, effect, config, output, failures = [] } = component;
  return {
    name,
    title,
    description,
    category,
    icon,
    effect,
    config_schema: toJsonSchema(config, 'input'),
    output_schema: toJsonSchema(output, 'output'),
    failures: failures.map(({ type, when }) => ({ type, when })),
  };
}

/** A field that takes any value has a schema without a type, so its title and examples still reach the form. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, Json> {
  // A JSON Schema is JSON; zod types it by keyword instead.
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, Json>;
}
