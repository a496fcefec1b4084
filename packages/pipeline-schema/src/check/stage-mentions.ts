import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { textOf } from '../text/source-node.ts';
import { type CheckContext, configNode } from './check-context.ts';
import type { Place } from './reporter.ts';
import { placeIn, type TemplateSite } from './template-sites.ts';

/** One place that names a stage. */
export interface StageMention {
  readonly id: string;
  /** The stage in which the mention stands; empty outside all stages. */
  readonly stageId: string;
  readonly as: 'depends_on' | 'arm' | 'template' | 'output';
  readonly place: Place;
}

/** Every place of the document that names a stage, in the order of the text. */
export function stageMentions(context: Pick<CheckContext, 'document' | 'text' | 'sites'>): readonly StageMention[] {
  const { document, text, sites } = context;
  const inLists = document.stages.flatMap(listMentions);
  return sortedByPlace([...inLists, ...templateMentions(sites, text), ...outputMentions(document)]);
}

/** The mentions in one stage, those in lists first. */
export function mentionsInStage(
  reading: StageReading,
  sites: readonly TemplateSite[],
  text: string,
): readonly StageMention[] {
  return sortedByPlace([...listMentions(reading), ...templateMentions(sites, text)]);
}

/** In the order of the text. */
export function sortedByPlace(mentions: readonly StageMention[]): readonly StageMention[] {
  return mentions.toSorted((a, b) => a.place.start - b.place.start);
}

function listMentions(reading: StageReading): readonly StageMention[] {
  const mentions: StageMention[] = [];
  const stageId = reading.stage.id;
  const list = reading.fields.get('depends_on')?.value;
  for (const node of list?.kind === 'list' ? list.items : list === undefined ? [] : [list]) {
    const id = textOf(node);
    if (id !== undefined) mentions.push({ id, stageId, as: 'depends_on', place: node });
  }
  for (const arm of reading.component?.arms?.(reading.stage.config) ?? []) {
    const node = configNode(reading, arm.pointer);
    const listed = new Set(arm.stages);
    for (const item of node?.kind === 'list' ? node.items : node === undefined ? [] : [node]) {
      const id = textOf(item);
      if (id !== undefined && listed.has(id)) mentions.push({ id, stageId, as: 'arm', place: item });
    }
  }
  return mentions;
}

/** The mentions in templates. */
export function templateMentions(sites: readonly TemplateSite[], text: string): readonly StageMention[] {
  const mentions: StageMention[] = [];
  for (const site of sites) {
    for (const { root, path, steps } of site.reads) {
      const [id] = path;
      const [span] = steps;
      if (root !== 'stages' || typeof id !== 'string' || span === undefined) continue;
      const as = site.kind === 'output' ? 'output' : 'template';
      mentions.push({ id, stageId: site.owner?.stage.id ?? '', as, place: placeIn(text, site, span) });
    }
  }
  return mentions;
}

/** The mention in `output_stage_id`. */
export function outputMentions({ fields }: DocumentReading): readonly StageMention[] {
  const place = fields.get('output_stage_id')?.value;
  const id = textOf(place);
  return place === undefined || id === undefined ? [] : [{ id, stageId: '', as: 'output', place }];
}
