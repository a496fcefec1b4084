import { builtinComponents, describeComponent } from '@flowmason/engine';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Run,
  type Stage,
  type ValueShape,
} from '@flowmason/pipeline-schema';

/** What is known of a stage's output: the schema of its component and of its config, and what it gave in `run`. */
export function stageOutputShape(stage: Stage, run: Run | undefined): ValueShape {
  const done = run?.stages[stage.id];
  const sample = done?.status === 'succeeded' || done?.tolerated ? done.output : undefined;
  return { schema: outputSchemaOf(stage), sample };
}

/** The JSON Schema of what the stage gives; an empty one where anything may come. */
export function outputSchemaOf(stage: Stage): JsonObject {
  const general = schemaOfComponent(stage.component);
  const { config } = stage;
  switch (stage.component) {
    case 'generator': {
      const answer = config['output_schema'];
      if (!isJsonObject(answer)) return general;
      // The keys of the answer are copied beside the others, which win.
      const own = propertiesOf(general);
      return { ...general, properties: { ...propertiesOf(answer), ...own, json: answer } };
    }
    case 'json_transform':
      return isJsonObject(config['mapping']) ? keysAsSchema(config['mapping']) : general;
    case 'variable_set': {
      const variables = isJsonObject(config['variables']) ? config['variables'] : {};
      const { name } = config;
      return keysAsSchema(typeof name === 'string' ? { ...variables, [name]: null } : variables);
    }
    default:
      return general;
  }
}

const schemas = new Map<string, JsonObject>();

function schemaOfComponent(name: string): JsonObject {
  const known = schemas.get(name);
  if (known) return known;
  const component = builtinComponents.get(name);
  const schema = component ? withoutReferences(describeComponent(component).output_schema) : {};
  schemas.set(name, schema);
  return schema;
}

/** The only schema that these refer to is that of any JSON, which says nothing of a value. */
function withoutReferences(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key]) => key !== '$ref' && key !== '$defs');
  return Object.fromEntries(
    kept.map(([key, value]) => [key, isJsonObject(value) ? withoutReferences(value) : value] as const),
  );
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}

/** Values that are no template say their type; the others may become anything. */
function keysAsSchema(values: JsonObject): JsonObject {
  const properties = Object.entries(values).map(([key, value]) => [key, typeSchema(value)] as const);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function typeSchema(value: Json): JsonObject {
  if (value === null || typeof value === 'string') return {};
  return { type: Array.isArray(value) ? 'array' : typeof value, examples: [value] };
}
