import { z } from 'zod';
import type { ComponentDescription } from '../component.ts';
import { isJsonObject, type JsonObject } from '../json.ts';

const schemas = new WeakMap<ComponentDescription, JsonObject>();
const keys = new WeakMap<ComponentDescription, ReadonlySet<string>>();

/** A component's config as JSON Schema of what a document writes (defaults may be left out). Made once per component. */
export function configSchemaOf(component: ComponentDescription): JsonObject {
  const before = schemas.get(component);
  if (before !== undefined) return before;
  const schema: unknown = z.toJSONSchema(component.config, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const read = isJsonObject(schema) ? schema : {};
  schemas.set(component, read);
  return read;
}

/** The top-level keys of a component's config. */
export function configKeysOf(component: ComponentDescription): ReadonlySet<string> {
  const before = keys.get(component);
  if (before !== undefined) return before;
  const found = new Set(propertiesOf(configSchemaOf(component)));
  keys.set(component, found);
  return found;
}

function propertiesOf(schema: JsonObject): string[] {
  const properties = isJsonObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const branches = [schema['anyOf'], schema['oneOf'], schema['allOf']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [...properties, ...branches.flatMap((branch) => (isJsonObject(branch) ? propertiesOf(branch) : []))];
}
