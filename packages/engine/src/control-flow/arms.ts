import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** A list of stages in the config of a control stage; its order matters in scopes. */
export function stageList(meta: { title: string; description: string; examples?: readonly (readonly string[])[] }) {
  const { examples, ...rest } = meta;
  return z.array(z.string()).meta({ ...rest, ...(examples && { examples: [...examples] }) });
}

/** The ids of a list in a config that may be ill-formed: a lone id counts as a list, everything else is left out. */
export function idsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

/** The names in `config` whose value is a list of stages, as arms of the same role and name. */
export function listArm<Role>(config: JsonObject, key: string, arm: { readonly name: string; readonly role: Role }) {
  return { ...arm, pointer: `/${key}`, stages: idsIn(config[key]) };
}
