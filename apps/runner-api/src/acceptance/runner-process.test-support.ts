import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Run, RunEvent, RunPage } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { Sabotage } from './sabotage.test-support.ts';

const { resolve } = createRequire(import.meta.url);
/** `fm`: the file that `FM_BIN` names, such as the bundle that is shipped, else the sources. */
export const FM: string = process.env['FM_BIN'] ?? resolve('../main.ts');
const SABOTAGE = resolve('./sabotage.test-support.ts');
/** Starting a process takes seconds on a machine that is busy with other tests. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

export interface HowToStart {
  /** What is done to it from inside. */
  readonly sabotage?: Sabotage | undefined;
  /** A command and its words that starts the process. */
  readonly launcher?: readonly string[];
}

/** A workspace whose server is started, killed and started again. */
export class CrashingServer {
  readonly workspace: string = mkdtempSync(join(tmpdir(), 'fm-crash-'));
  #child: ChildProcess | undefined;
  #url = '';

  /** Starts `fm serve` as a real process; resolves when it answers. `env` is added to its environment. */
  async start(env: Readonly<Record<string, string>> = {}, how: HowToStart = {}): Promise<void> {
    const child = this.launch(env, how);
    const gone = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the server ended with ${signal ?? code} before it answered`);
    });
    const [line] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), gone]);
    gone.catch(() => undefined); // from now on it is killed on purpose
    this.#url = z.object({ url: z.string() }).parse(JSON.parse(String(line))).url;
  }

  /** Starts it and does not wait until it answers. */
  launch(
    env: Readonly<Record<string, string>> = {},
    { sabotage, launcher = [] }: HowToStart = {},
  ): ChildProcess & { stdout: Readable } {
    const words = ['serve', '--port', '0', '--workspace', this.workspace, '--json'];
    const first = sabotage === undefined ? [] : ['--import', SABOTAGE];
    const extra = sabotage === undefined ? env : { ...env, FM_TEST_SABOTAGE: JSON.stringify(sabotage) };
    const [command = process.execPath, ...args] = [...launcher, process.execPath, ...first, FM, ...words];
    const child = spawn(command, args, {
      // What a runner with a fault built in logs would fill pages.
      stdio: ['ignore', 'pipe', sabotage?.mutant === undefined ? 'inherit' : 'ignore'],
      env: { FM_LOG_LEVEL: 'error', ...process.env, ...extra },
    });
    this.#child = child;
    return child;
  }

  get url(): string {
    return this.#url;
  }

  /** Resolves when it has ended by itself. */
  async untilGone(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  /** Ends it with a signal; resolves with its exit code when it is gone. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return null;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
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
        if (!answer.ok) throw new Error(`not started: ${await answer.text()}`);
        id = Run.parse(await answer.json()).id;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // the connection broke, or there was none
      }
      return id !== '';
    }, path);
    return id;
  }

  /** All runs without their stages, page by page. */
  async listed(): Promise<readonly RunPage['items'][number][]> {
    const runs: RunPage['items'][number][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await fetch(`${this.#url}/api/v1/runs?limit=200${cursor && `&cursor=${cursor}`}`);
      const page: RunPage = RunPage.parse(await answer.json());
      runs.push(...page.items);
      cursor = page.next_cursor;
    }
    return runs;
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

  /** Undefined for a run that is unknown or cannot be shown. */
  async find(runId: string): Promise<Run | undefined> {
    const answer = await fetch(`${this.#url}/api/v1/runs/${runId}`);
    const body: unknown = await answer.json();
    return answer.ok ? Run.parse(body) : undefined;
  }

  /** The same for its journal. */
  async findEvents(runId: string): Promise<readonly RunEvent[] | undefined> {
    const answer = await fetch(`${this.#url}/api/v1/runs/${runId}/events`);
    const body: unknown = await answer.json();
    return answer.ok ? z.array(RunEvent).parse(body) : undefined;
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

  /**
   * Waits until every run has ended or waits for a person, for at most `patienceMs`. What was kept apart for having been there at
   * three crashes is let go on, as a person would.
   */
  async untilAllRest(patienceMs: number = PATIENCE_MS): Promise<void> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(POLL_MS)) {
      const held = (await this.listed()).filter((run) => run.finished_at === null && run.held !== undefined);
      for (const { id } of held) await this.post(`runs/${id}/resume`, {});
      if (held.length === 0 && (await this.isAtRest())) return;
    }
  }

  /** True when every run has ended, is held, or waits for a person. */
  async isAtRest(): Promise<boolean> {
    const open = (await this.listed()).filter(({ finished_at }) => finished_at === null);
    const waiting = new Set<string>();
    for (const { id, held } of open) if (held !== undefined || (await this.#waitsForPerson(id))) waiting.add(id);
    const isResting = (id: string): boolean =>
      waiting.has(id) || open.some((child) => child.parent?.run_id === id && isResting(child.id));
    return open.every(({ id }) => isResting(id));
  }

  async #waitsForPerson(runId: string): Promise<boolean> {
    const stages = Object.values((await this.find(runId))?.stages ?? {});
    const isUndecided = stages.some(({ status, error }) => status === 'waiting' && error?.type === 'INTERRUPTED');
    return isUndecided && !stages.some(({ status }) => status === 'running');
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
