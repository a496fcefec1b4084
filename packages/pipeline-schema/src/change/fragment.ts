import type { ComponentCatalog } from '../component.ts';
import { type DocumentReading, MAX_STAGES } from '../dialects/read-document.ts';
import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { reindent } from '../text/reindent.ts';
import { toJson } from '../text/source-node.ts';
import { lineIndentAt, textStyleOf } from '../text/text-style.ts';
import { openChange, parseBounded, parseForChange, type Refusal, refuse } from './change-context.ts';
import { withMembers } from './with-members.ts';

/** Stages that were copied somewhere, and can be put into a document. */
export interface Fragment {
  /** As they are written, in order. */
  readonly stages: readonly JsonObject[];
  readonly ids: readonly string[];
  readonly layout: Readonly<Record<string, readonly [x: number, y: number]>>;
}

/**
 * The stages of these ids as JSON for the clipboard: `{ "stages": […], "layout": {…} }`, each as it is written, with all that
 * stands inside copied scopes; `layout` only when one of them has been moved. Unknown ids are left out. A refusal when
 * nothing is left, or the text is not JSON.
 */
export function toFragment(
  text: string,
  ids: readonly string[],
  { components }: { readonly components: ComponentCatalog },
): { readonly text: string; readonly count: number; readonly refusal?: undefined } | Refusal {
  const parsed = parseForChange(text);
  if ('refusal' in parsed) return parsed;
  const context = openChange(text, parsed.root, components);
  if ('refusal' in context) return context;
  const copied = withMembers(context, ids);
  if (copied.length === 0) return refuse('There is no stage to copy.');
  const style = { ...textStyleOf(''), eol: '\n' } as const;
  const { unit } = textStyleOf(text);
  const stages = copied.map(({ node }) => {
    const piece = text.slice(node.start, node.end);
    return `    ${reindent(piece, { indent: lineIndentAt(text, node.start), unit }, style, '    ')}`;
  });
  const positions = copied.flatMap(({ stage: { id } }) => {
    const position = context.document.pipeline.layout[id];
    return position === undefined ? [] : [`    ${JSON.stringify(id)}: [${position.join(', ')}]`];
  });
  const layout = positions.length === 0 ? '' : `,\n  "layout": {\n${positions.join(',\n')}\n  }`;
  return { text: `{\n  "stages": [\n${stages.join(',\n')}\n  ]${layout}\n}\n`, count: copied.length };
}

/**
 * Reads stages from a text: what `toFragment` makes, one stage, a list of them or a whole document, in any dialect. Bounded
 * as documents are; a refusal says why a text holds none.
 */
export function readFragment(
  text: string,
  options: { readonly components: ComponentCatalog },
): (Fragment & { readonly refusal?: undefined }) | Refusal {
  const opened = openFragment(text, options);
  if ('refusal' in opened) return opened;
  const { stages, pipeline } = opened.document;
  return {
    stages: stages.flatMap(({ node }) => {
      const stage = toJson(node);
      return isJsonObject(stage) ? [stage] : [];
    }),
    ids: stages.map(({ stage }) => stage.id),
    layout: pipeline.layout,
  };
}

/** A fragment with its places; `text` is what these are offsets of. */
export interface OpenFragment {
  readonly text: string;
  readonly document: DocumentReading;
}

/** Opens a text that holds stages. */
export function openFragment(
  text: string,
  { components }: { readonly components: ComponentCatalog },
): OpenFragment | Refusal {
  const parsed = parseBounded(text);
  if ('problem' in parsed) return refuse(`There is nothing to paste: the text ${parsed.problem}.`);
  const { root } = parsed;
  const isStage = root.kind === 'object' && !root.byKey.has('stages') && root.byKey.has('id');
  if (isStage) return openFragment(`[${text}]`, { components });
  const context = openChange(text, root, components);
  if ('refusal' in context || context.document.stages.length === 0) {
    return refuse(
      'There is nothing to paste: this JSON holds no stages. A stage is an object with an "id" and a "component".',
    );
  }
  if (context.document.stages.length >= MAX_STAGES) return refuse(`A pipeline has at most ${MAX_STAGES} stages.`);
  return { text, document: context.document };
}
