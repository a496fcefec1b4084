import { configAliases } from '../dialects/config-aliases.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import type { SourceMember, SourceObject } from '../text/source-node.ts';
import type { ChangeSource } from './change-source.ts';

/** What is added to a document is spelled as the rest of it spells the same idea; a document that does not tell gets the canonical form. */
type Written = Pick<ChangeSource, 'document'>;

/** The key under which the stages write a canonical key of theirs: `component_type`, `input_mapping`. */
export function stageKeySpelling({ document }: Written, key: string): string {
  const written = document.stages.flatMap(({ fields }) => fields.get(key)?.key ?? []);
  if (key !== 'config') return mostUsed(written) ?? key;
  const mappings = document.stages.flatMap(({ fields }) => (fields.has('input_mapping') ? ['input_mapping'] : []));
  return mostUsed([...written, ...mappings]) ?? key;
}

/** How the document writes the name of a component: as its stages of that component do, else with their kind of hyphen. */
export function componentSpelling({ document }: Written, component: string): string {
  const names = document.stages.flatMap(({ stage, fields }) => {
    const node = fields.get('component')?.value;
    return node?.kind === 'scalar' && typeof node.value === 'string'
      ? [{ name: stage.component, text: node.value }]
      : [];
  });
  const same = mostUsed(names.filter(({ name }) => name === component).map(({ text }) => text));
  if (same !== undefined) return same;
  const joints = names.flatMap(({ text }) => /[a-z]([-_])[a-z]/.exec(text)?.[1] ?? []);
  return mostUsed(joints) === '-' ? component.replaceAll('_', '-') : component;
}

/** How a key of a component's config is written: as a sister key in the same config, then as other stages have it. */
export function configKeySpelling({ document }: Written, reading: StageReading, key: string): string {
  const { component } = reading.stage;
  const family = familyOf(component, key);
  const sisters = [...reading.config].flatMap(([canonical, { key: written }]) =>
    styleOf(component, canonical, written),
  );
  const others = document.stages
    .filter(({ stage }) => stage.component === component)
    .flatMap(({ config }) => [...config].flatMap(([canonical, member]) => styleOf(component, canonical, member.key)));
  const style = mostUsed(sisters) ?? mostUsed(others);
  return family.find((each) => styleOf(component, key, each).includes(style ?? '')) ?? key;
}

/** The object in the text that holds a stage's config; of several the first. */
export function configObjectOf({ fields }: StageReading): SourceObject | undefined {
  const value = (fields.get('config') ?? fields.get('input_mapping'))?.value;
  return value?.kind === 'object' ? value : undefined;
}

/** The object that holds a member of a stage, at the top of it or inside its config. */
export function holderOf({ node, fields }: StageReading, member: SourceMember): SourceObject | undefined {
  const sources = ['config', 'input_mapping', 'llm_settings'].flatMap((key) => fields.get(key)?.value ?? []);
  const nested = sources.flatMap((source) =>
    source.kind === 'object' ? [source, source.byKey.get('llm_settings')?.value] : [],
  );
  return [node, ...nested].find(
    (each): each is SourceObject => each?.kind === 'object' && each.members.includes(member),
  );
}

/** The text that stands most often; of equals the first. */
export function mostUsed(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  let best: string | undefined;
  for (const [text, count] of counts) if (count > (counts.get(best ?? '') ?? 0)) best = text;
  return best;
}

function familyOf(component: string, key: string): readonly string[] {
  return [key, ...configAliases(component).flatMap(({ alias, key: of }) => (of === key ? [alias] : []))];
}

/**
 * What the spelling of a key with aliases has in common with its sisters: `true_branch` and `false_branch` are both
 * `*_branch`.
 */
function styleOf(component: string, key: string, written: string): readonly string[] {
  return familyOf(component, key).length < 2 ? [] : [written.replace(/true|false|try|catch|finally/, '*')];
}
