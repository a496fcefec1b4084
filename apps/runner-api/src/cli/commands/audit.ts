import type { AuditPage } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { toCell } from '../../terminal/cell.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

export type AuditOptions = DataOptions & {
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: boolean;
};

/** Shows the audit log of the data directory, newest first, also while a server has the directory. */
export async function audit(options: AuditOptions, io: CliIo, { openAccess }: RunnerDoors): Promise<number> {
  const files = await openAccess(dataOf(options, io));
  const page = await files.audit.page({ limit: Math.max(1, options.limit), cursor: options.cursor });
  if (options.json) {
    writeJson(io.stdout, page);
    return EXIT.ok;
  }
  for (const line of page.items) io.stdout.write(`${toText(line)}\n`);
  if (page.items.length === 0) io.stderr.write(`Nothing has been recorded in ${dataOf(options, io)}.\n`);
  if (page.next_cursor !== null) io.stderr.write(`More: fm audit --cursor ${page.next_cursor}\n`);
  return EXIT.ok;
}

function toText(line: AuditPage['items'][number]): string {
  if ('unreadable' in line) return `cannot be read: ${toPlainLine(line.unreadable)}`;
  const { at, actor, action, target, outcome, detail } = line;
  const columns = [at, toCell(toPlainLine(actor), 20), toCell(action, 16), toPlainLine(target)];
  const rest = [detail, outcome === 'done' ? undefined : outcome].filter((part) => part !== undefined);
  return [...columns, ...rest.map(toPlainLine)].join('  ');
}
