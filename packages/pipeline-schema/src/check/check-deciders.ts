import type { StageReading } from '../dialects/read-stage.ts';
import { isJsonObject, type Json } from '../json.ts';
import { insertMember, replaceNode } from '../text/source-edits.ts';
import { type SourceNode, textOf } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
import { type Place, placeOfKey } from './reporter.ts';
import { placeIn } from './template-sites.ts';

/** Reports decisions that nothing may fit, and conditions that cannot decide. */
export function checkDeciders(context: CheckContext): void {
  for (const reading of context.document.stages) {
    if (reading.stage.component === 'router') checkCatchAll(context, reading);
    checkConditions(context, reading);
  }
}

function checkCatchAll({ text, reporter }: CheckContext, reading: StageReading): void {
  const { routes, default: fallback } = reading.stage.config;
  const member = reading.config.get('routes');
  if (fallback !== undefined || member?.value === undefined) return;
  const last: Json | undefined = Array.isArray(routes) ? routes.at(-1) : undefined;
  if (isJsonObject(last) && isAlwaysTrue(last['condition'])) return;
  const parent = (reading.fields.get('config') ?? reading.fields.get('input_mapping'))?.value;
  const message = `Router "${reading.stage.id}" fails with ROUTING when no route fits: its last route is no catch-all, and it has no "default".`;
  reporter.report('no-catch-all', placeOfKey(member), message, {
    fixes:
      parent?.kind === 'object'
        ? [{ title: 'Go on without a route: add "default": []', edits: insertMember(text, parent, 'default', []) }]
        : [],
  });
}

function isAlwaysTrue(condition: Json | undefined): boolean {
  return (
    condition === true || (typeof condition === 'string' && /^(?:\{\{\s*true\s*\}\}|\s*true\s*)$/i.test(condition))
  );
}

/** A condition is a boolean, the text of one, or exactly one template. */
function checkConditions(context: CheckContext, reading: StageReading): void {
  for (const node of conditionNodes(reading)) {
    const written = textOf(node);
    if (written === undefined || /^\s*(?:true|false)\s*$/i.test(written)) continue;
    const count = written.split('{{').length - 1;
    const isWhole = count === 1 && written.startsWith('{{') && written.endsWith('}}');
    if (isWhole || (count > 0 && !hasTextAround(written))) continue;
    reportCondition(context, node, written, count);
  }
}

function conditionNodes(reading: StageReading): readonly SourceNode[] {
  const fields = reading.component?.fields ?? {};
  const nodes = [...reading.config].flatMap(([key, { value }]) =>
    fields[key]?.policy === 'condition' && value !== undefined ? conditionsIn(key, value) : [],
  );
  const retry = reading.retry.get('condition')?.value;
  return retry === undefined ? nodes : [...nodes, retry];
}

function conditionsIn(key: string, node: SourceNode): readonly SourceNode[] {
  if (key === 'condition') return [node];
  if (node.kind !== 'list') return [];
  return node.items.flatMap((item) => (item.kind === 'object' ? (item.byKey.get('condition')?.value ?? []) : []));
}

/** Something other than blanks stands before, behind or between the templates. */
function hasTextAround(written: string): boolean {
  return written.replace(/\{\{[\s\S]*?\}\}/g, '').trim() !== '' || written.split('{{').length > 2;
}

function reportCondition({ text, reporter }: CheckContext, node: SourceNode, written: string, count: number): void {
  const joined = count === 0 ? `{{${written.trim()}}}` : `{{${written.replace(/\{\{|\}\}/g, '').trim()}}}`;
  const message =
    count === 0
      ? 'This condition is a plain text, which decides nothing. Write a template, such as {{input.ready}}.'
      : 'A condition is one template; text around it makes it a text, which decides nothing. Write one expression.';
  reporter.report('invalid-condition', node, message, {
    fixes: [{ title: `Write ${joined}`, edits: replaceNode(text, node, joined) }],
  });
}

/** Reports decisions on a model's unchecked words. */
export function checkModelAnswers(context: CheckContext): void {
  const { readings, reporter, sites, text } = context;
  const reported = new Map<string, { place: Place; keys: Set<string>; decider: string; model: string }>();
  for (const site of sites) {
    const decider = site.owner;
    if (decider?.stage.component !== 'router' || site.kind !== 'config') continue;
    for (const read of site.reads) {
      const [id, field, key] = read.path;
      const model = read.root === 'stages' && typeof id === 'string' ? readings.get(id) : undefined;
      if (model?.component?.category !== 'model' || field !== 'output') continue;
      if (!model.component.config || model.config.has('output_schema')) continue;
      const name = `${decider.stage.id} ${model.stage.id}`;
      const before = reported.get(name);
      const entry = before ?? {
        place: placeIn(text, site, read),
        keys: new Set<string>(),
        decider: decider.stage.id,
        model: model.stage.id,
      };
      if (typeof key === 'string') entry.keys.add(key === 'json' ? String(read.path[3] ?? key) : key);
      reported.set(name, entry);
    }
  }
  for (const { place, keys, decider, model } of reported.values()) {
    const message = `"${decider}" acts on the answer of "${model}", which has no output_schema: nothing makes sure that the answer holds ${[...keys].join(', ') || 'what is read'}.`;
    const parent = readings.get(model)?.fields.get('config')?.value;
    const properties = Object.fromEntries([...keys].map((each) => [each, { type: 'string' }]));
    const schema = { type: 'object', properties, required: [...keys] };
    reporter.report('unchecked-model-answer', place, message, {
      fixes:
        parent?.kind === 'object' && keys.size > 0
          ? [
              {
                title: `Give "${model}" an output_schema`,
                edits: insertMember(text, parent, 'output_schema', schema),
              },
            ]
          : [],
    });
  }
}
