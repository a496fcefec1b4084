import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_FM } from '../../scripts/builds.ts';

/** Linux counts the time of processes in hundredths of a second. */
const MS_PER_TICK = 10;

/** The built server in a workspace of its own below the system's folder for temporary files. */
export class BenchServer {
  readonly workspace: string = mkdtempSync(join(tmpdir(), 'fm-bench-'));
  readonly data: string = join(this.workspace, '.flowmason');
  #child: ChildProcess | undefined;
  #url = '';

  constructor() {
    mkdirSync(this.data, { mode: 0o700 });
  }

  get url(): string {
    return this.#url;
  }

  write(name: string, stages: readonly unknown[]): void {
    const document = { name, version: '1.0.0', settings: { max_parallel: 10 }, stages };
    writeFileSync(join(this.workspace, `${name}.pipeline.json`), JSON.stringify(document));
  }

  /** Starts it and resolves when it answers; gives the ms that this took. */
  async start(): Promise<number> {
    const before = performance.now();
    // FM_BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/prof" shows where the time goes.
    const nodeOptions = (process.env['FM_BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);
    const words = ['serve', '--port', '0', '--workspace', this.workspace, '--json'];
    const child = spawn(process.execPath, [...nodeOptions, BUILT_FM, ...words], {
      // It logs as it always does, and nobody reads it.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child = child;
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    this.#url = (JSON.parse(String(line)) as { url: string }).url; // what `fm serve --json` prints
    const answer = await fetch(`${this.#url}/api/v1/health`);
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    return performance.now() - before;
  }

  /** MB of memory that the process has now; undefined where that cannot be told. */
  residentMb(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const status = readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  /** Ms that it has kept a processor busy so far, which does not depend on what else the machine does; undefined where that cannot be told. */
  processorMs(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const fields = readFileSync(`/proc/${this.#child?.pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  }

  /** Bytes of the data directory. */
  storedBytes(): number {
    const files = readdirSync(this.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.workspace, { recursive: true, force: true });
  }
}
