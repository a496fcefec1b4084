import type { TextEdit } from '../diagnostic.ts';
import { appendItem, insertMember } from '../text/source-edits.ts';
import { didYouMean, suggest } from '../text/suggest.ts';
import type { CheckContext } from './check-context.ts';
import { type Guards, readGuard } from './guards.ts';
import type { TemplateRead } from './template-reads.ts';
import { placeIn, type TemplateSite } from './template-sites.ts';

/** What `stages.X` has (`spec.md` §3). */
const STAGE_FIELDS = ['output', 'status', 'error', 'attempts', 'duration_ms', 'started_at'];

/**
 * Reports templates that read a stage which can never have run before them, a stage which may have been skipped without
 * saying what then, or something of a stage that no stage has.
 */
export function checkReads(context: CheckContext, guards: Guards): void {
  for (const site of context.sites) {
    for (const read of site.reads) {
      const id = read.path[0];
      if (read.root !== 'stages' || typeof id !== 'string' || !context.graph.stages.has(id)) continue;
      checkField(context, site, read, id);
      const reader = site.owner?.stage.id;
      if (reader !== undefined && context.graph.stages.has(reader) && !context.graph.isUpstream(reader, id)) {
        reportNotUpstream(context, site, read, { reader, id });
      } else checkPresence(context, site, read, { id, reader, guards });
    }
  }
}

function checkField(context: CheckContext, site: TemplateSite, read: TemplateRead, id: string): void {
  const field = read.path[1];
  const span = read.steps[1];
  if (typeof field !== 'string' || span === undefined || STAGE_FIELDS.includes(field)) return;
  const suggestions = suggest(field, STAGE_FIELDS);
  const advice = suggestions.length > 0 ? didYouMean(suggestions) : ` What it gives stands in stages.${id}.output.`;
  const place = placeIn(context.text, site, span);
  const fixes = suggestions.map((each) => ({
    title: `Change to "${each}"`,
    edits: [{ start: place.start, end: place.end, text: each }],
  }));
  const insertion = { start: place.start, end: place.start, text: 'output.' };
  if (isPlain(context.text, place)) fixes.push({ title: `Read "output.${field}"`, edits: [insertion] });
  context.reporter.report('unknown-stage-field', place, `A stage has no "${field}".${advice}`, { fixes });
}

/** The step stands behind a dot, not inside brackets. */
function isPlain(text: string, place: { start: number }): boolean {
  return text[place.start - 1] === '.';
}

function reportNotUpstream(
  context: CheckContext,
  site: TemplateSite,
  read: TemplateRead,
  { reader, id }: { reader: string; id: string },
): void {
  const place = placeIn(context.text, site, read);
  if (reader === id) {
    const isOwnOutput = site.kind === 'retry' && read.path[1] === 'output' && read.steps[1] !== undefined;
    const start = isOwnOutput
      ? placeIn(context.text, site, { start: read.start, end: read.steps[1]?.start ?? 0 })
      : place;
    const message = `"${id}" reads itself, and has no result yet when it starts.`;
    context.reporter.report('not-upstream', place, message, {
      fixes: isOwnOutput
        ? [
            {
              title: 'Read "output", the result of this attempt',
              edits: [{ start: start.start, end: start.end, text: '' }],
            },
          ]
        : [],
    });
    return;
  }
  const isCircular = context.graph.isUpstream(id, reader);
  const message = isCircular
    ? `"${reader}" reads "${id}", which only runs after it.`
    : `"${reader}" reads "${id}" without waiting for it: there is no path from "${id}" to "${reader}".`;
  context.reporter.report('not-upstream', place, message, {
    fixes: isCircular
      ? []
      : [{ title: `Add "${id}" to the dependencies`, edits: dependencyEdits(context, reader, id) }],
  });
}

/** Edits that make `reader` depend on `id`. */
export function dependencyEdits({ text, readings }: CheckContext, reader: string, id: string): TextEdit[] {
  const reading = readings.get(reader);
  const list = reading?.fields.get('depends_on')?.value;
  if (reading === undefined || (list !== undefined && list.kind !== 'list')) return [];
  return list === undefined ? insertMember(text, reading.node, 'depends_on', [id]) : appendItem(text, list, id);
}

function checkPresence(
  context: CheckContext,
  site: TemplateSite,
  read: TemplateRead,
  { id, reader, guards }: { id: string; reader: string | undefined; guards: Guards },
): void {
  if (read.isGuarded || read.path[1] !== 'output') return;
  const why = whyMissing(context, { id, reader, guards });
  if (why === undefined) return;
  const place = placeIn(context.text, site, read);
  const isWhole = read.isWholeExpression && site.template?.parts.length === 1;
  const text = isWhole ? ' | default(null)' : " | default('')";
  const message = `"${id}" may have no output here: ${why}. Say what counts then, with \`default\`.`;
  context.reporter.report('may-be-skipped', place, message, {
    fixes: [{ title: `Add${text}`, edits: [{ start: place.end, end: place.end, text }] }],
  });
}

function whyMissing(
  { graph }: CheckContext,
  { id, reader, guards }: { id: string; reader: string | undefined; guards: Guards },
): string | undefined {
  if (graph.stages.get(id)?.disabled === true) return 'it is disabled';
  const needed = guards.of(id);
  const given = reader === undefined ? new Set<string>() : guards.of(reader);
  if (needed === undefined || given === undefined) return undefined;
  const missing = [...needed].find((guard) => !given.has(guard));
  if (missing === undefined) return undefined;
  const { owner, arm } = readGuard(missing);
  const scope = graph.scopes.get(owner);
  if (scope?.kind === 'foreach') return `it runs once per item inside "${owner}"`;
  if (scope !== undefined && arm === 'try') return `the try of "${owner}" may have been given up before it`;
  return scope === undefined
    ? `it only runs when "${owner}" takes "${arm}"`
    : `it only runs in the ${arm} of "${owner}"`;
}
