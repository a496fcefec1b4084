import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Run, RunEvent, RunPage } from '@flowmason/pipeline-schema';
import { z } from 'zod';

const MAIN = createRequire(import.meta.url).resolve('../main.ts');
/** Starting a process takes seconds on a machine that is busy with other tests. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** A workspace whose server is started, killed and started again. */
export class CrashingServer {
  readonly workspace: string = mkdtempSync(join(tmpdir(), 'fm-crash-'));
  #child: ChildProcess | undefined;
  #url = '';

  /** Where it answers. */
  get url(): string {
    return this.#url;
  }

  /** Starts `fm serve` as a real process, behind the words of `launcher` if any; resolves when it answers. */
  async start(env: Readonly<Record<string, string>> = {}, launcher: readonly string[] = []): Promise<void> {
    const words = ['serve', '--port', '0', '--workspace', this.workspace, '--json'];
    const [command = process.execPath, ...args] = [...launcher, process.execPath, MAIN, ...words];
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { FM_LOG_LEVEL: 'error', ...process.env, ...env },
    });
    this.#child = child;
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    this.#url = z.object({ url: z.string() }).parse(JSON.parse(String(line))).url;
  }

  /** Ends it with a signal; resolves with its exit code when it is gone. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code;
  }

  /** Resolves with its exit code when it has ended by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const [code] = await once(child, 'exit');
    return code;
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.workspace, { recursive: true, force: true });
  }

  write(path: string, content: unknown): void {
    writeFileSync(join(this.workspace, path), JSON.stringify(content));
  }

  /** All that the runner has stored, as text. */
  storedBytes(): string {
    const folder = join(this.workspace, '.flowmason');
    return readdirSync(folder)
      .filter((name) => name.startsWith('journal'))
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Starts a run for a client that asks again until it has an answer, whatever becomes of the server; gives its id. */
  async postAgain(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<string> {
    let id = '';
    await until(async () => {
      try {
        const answer = await this.post(path, body, headers);
        id = Run.parse(await answer.json()).id;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // the connection broke, or there was none
      }
      return id !== '';
    }, path);
    return id;
  }

  /** The ids of all runs, page by page. */
  async listedIds(): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await fetch(`${this.#url}/api/v1/runs?limit=200${cursor && `&cursor=${cursor}`}`);
      const page: RunPage = RunPage.parse(await answer.json());
      ids.push(...page.items.map((run) => run.id));
      cursor = page.next_cursor;
    }
    return ids;
  }

  /** Starts a run of these stages and gives it as accepted. */
  async run(stages: readonly unknown[], more: object = {}): Promise<Run> {
    const document = { name: 'crashing', version: '1.0.0', stages };
    const answer = await this.post('runs', { document, ...more });
    if (answer.status !== 202) throw new Error(`not started: ${await answer.text()}`);
    return Run.parse(await answer.json());
  }

  async get(runId: string): Promise<Run> {
    return Run.parse(await (await fetch(`${this.#url}/api/v1/runs/${runId}`)).json());
  }

  async events(runId: string): Promise<readonly RunEvent[]> {
    return z.array(RunEvent).parse(await (await fetch(`${this.#url}/api/v1/runs/${runId}/events`)).json());
  }

  /** Waits until the run is as `matches` says. */
  async until(runId: string, matches: (run: Run) => boolean): Promise<Run> {
    let run = await this.get(runId);
    await until(async () => {
      run = await this.get(runId);
      return matches(run);
    }, `the run ${runId}`);
    return run;
  }

  untilEnd(runId: string): Promise<Run> {
    return this.until(runId, ({ finished_at }) => finished_at !== null);
  }
}

/** Waits until `count` gives at least `expected`. */
export async function untilCount(count: () => number, expected: number): Promise<void> {
  await until(async () => count() >= expected, `${expected} calls`);
}

/** Waits until `isSo`. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await isSo()); await sleep(POLL_MS)) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
  }
}
