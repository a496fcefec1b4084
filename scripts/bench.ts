/** `pnpm bench [name …]`: runs the benches of `bench/` one after the other and prints their figures with the machine's load. */
import { readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildStale } from './builds.ts';
import type { Figure } from './figure.ts';
import { ROOT } from './run-command.ts';

type Bench = { readonly bench: () => Promise<readonly Figure[]> };

const wanted = process.argv.slice(2);
const names = readdirSync(join(ROOT, 'bench'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

await buildStale(ROOT);
process.stdout.write(
  `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${load()}\n`,
);
for (const name of names) {
  const { bench }: Bench = await import(join(ROOT, 'bench', `${name}.ts`));
  process.stdout.write(`\n${name} (load ${load()})\n`);
  for (const figure of await bench()) process.stdout.write(`${toLine(figure)}\n`);
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
}

function toLine({ name, value, unit, aim }: Figure): string {
  const digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
  const number = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return `  ${name.padEnd(58)} ${number.padStart(14)} ${unit.padEnd(10)}${aim === undefined ? '' : ` aim ${aim}`}`;
}
