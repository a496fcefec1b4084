import { JmespathError } from '../jmespath/jmespath-error.ts';
import { parseJmespath } from '../jmespath/parse-jmespath.ts';
import { schemaFaults } from '../json-schema/check-json-schema.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { deepestNodeAt, type SourceNode, textOf, toJson } from '../text/source-node.ts';
import { stringOffsets } from '../text/string-offsets.ts';
import type { CheckContext } from './check-context.ts';
import { placeIn } from './template-sites.ts';

/** Reports secrets in fields that people and models read, and in the input of child runs, which get masks. */
export function checkSecrets({ text, reporter, sites }: CheckContext): void {
  for (const site of sites) {
    const isChildInput = site.owner?.stage.component === 'subpipeline';
    if (site.rule.secrets !== 'refuse' && !isChildInput) continue;
    for (const read of site.reads) {
      if (read.root !== 'secrets') continue;
      if (isChildInput) {
        reporter.report('secret-exposed', placeIn(text, site, read), noChildInput(String(read.path[0] ?? '')));
        continue;
      }
      const field = site.kind === 'config' ? `"${site.path[0]}" of "${site.owner?.stage.id}"` : 'this field';
      const message = `The secret "${String(read.path[0] ?? '')}" stands in ${field}, which others read. It will show as a mask; leave it out.`;
      reporter.report('secret-exposed', placeIn(text, site, read), message);
    }
  }
}

function noChildInput(name: string): string {
  return `The secret "${name}" is not passed on to child runs: they get a mask in its place. Write {{secrets.${name}}} into the request of the child pipeline that needs it.`;
}

/** Reports `now()` in the middle of a text that people read, where it shows as a number of seconds. */
export function checkTimes({ text, reporter, sites }: CheckContext): void {
  for (const site of sites) {
    const parts = site.template?.parts ?? [];
    if (site.rule.policy !== 'lenient' || parts.length < 2) continue;
    for (const part of parts) {
      if (part.kind !== 'expression' || part.expression.kind !== 'call' || part.expression.name !== 'now') continue;
      const place = placeIn(text, site, part.expression);
      reporter.report('time-in-text', place, 'now() is a number of seconds; in a text people expect a date.', {
        fixes: [{ title: 'Add | isoformat', edits: [{ start: place.end, end: place.end, text: ' | isoformat' }] }],
      });
    }
  }
}

/** Reports JMESPath that does not parse. */
export function checkJmespath({ text, reporter, document }: CheckContext): void {
  for (const { stage, config } of document.stages) {
    const node = stage.component === 'json_transform' ? config.get('expression')?.value : undefined;
    const expression = textOf(node);
    if (node === undefined || expression === undefined) continue;
    const error = findJmespathFault(expression);
    if (error === undefined) continue;
    const offsets = stringOffsets(text, node.start, node.end);
    const last = offsets.length - 1;
    const at = Math.min(error.at ?? 0, last);
    const place = {
      start: offsets[at] ?? node.start,
      end: offsets[Math.min(at + 1, last)] ?? node.end,
      pointer: node.pointer,
    };
    reporter.report('invalid-jmespath', place, `This is not JMESPath: ${error.message}.`);
  }
}

function findJmespathFault(expression: string): JmespathError | undefined {
  try {
    parseJmespath(expression);
    return undefined;
  } catch (error) {
    if (!(error instanceof JmespathError)) throw error;
    return error;
  }
}

/** Reports JSON Schemas that are none: of the document, and in the configs of stages. */
export function checkSchemas({ text, reporter, document }: CheckContext): void {
  const report = (node: SourceNode | undefined, what: string): void => {
    if (node?.kind !== 'object') return;
    for (const { pointer, message } of schemaFaults(toJson(node)).slice(0, 10)) {
      const place = deepestNodeAt(node, pointerSegments(pointer));
      reporter.report('invalid-schema', place, `${what}${pointer} ${message}.`);
    }
  };
  for (const key of ['input_schema', 'output_schema']) {
    const member = document.fields.get(key);
    report(member?.value, `"${member?.key ?? key}" is no JSON Schema: `);
  }
  for (const { stage, config, component } of document.stages) {
    const key =
      component?.category === 'model' ? 'output_schema' : stage.component === 'schema_validate' ? 'schema' : '';
    const node = config.get(key)?.value;
    // With a template in it the schema is only known when the stage runs.
    const isFixed = node !== undefined && !text.slice(node.start, node.end).includes('{{');
    if (isFixed) report(node, `"${key}" of "${stage.id}" is no JSON Schema: `);
  }
}
