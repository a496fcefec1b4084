import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRunner } from '../composition/create-runner.ts';
import type { OpenRunnerOptions, Runner, ServeOptions } from '../runner.ts';

/** A served runner with a workspace of its own. */
export interface TestApi {
  readonly url: string;
  readonly root: string;
  /** Its data directory; `:memory:` unless `isKept`. */
  readonly data: string;
  readonly runner: Runner;
  /** What the server has logged. */
  readonly logged: readonly string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A request with headers that `fetch` does not let anybody set, such as `Host`. */
  raw(path: string, headers: Record<string, string>, how?: RawRequest): Promise<RawAnswer>;
  close(): Promise<void>;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The address that it comes from; all of 127.0.0.0/8 is this machine. */
  readonly from?: string;
}

export type RawAnswer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
};

export interface TestApiSettings {
  /** Texts by path in the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps runs, tokens and the audit log in a directory. */
  readonly isKept?: boolean;
  readonly serve?: Partial<ServeOptions>;
  readonly limits?: OpenRunnerOptions['limits'];
  /** Contents by path in the folder of the built editor; without it there is none. */
  readonly editor?: Readonly<Record<string, string | Uint8Array>>;
}

/** Starts a runner on a free port with a temporary workspace that holds `files`. */
export async function startApi(settings: TestApiSettings = {}): Promise<TestApi> {
  const { files = {}, env = {}, editor = {}, isKept = false, serve = {}, limits } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'fm-api-'));
  const root = join(folder, 'workspace');
  await mkdir(root);
  await writeAll(root, files);
  await writeAll(join(folder, 'editor'), editor);
  const data = isKept ? join(folder, 'data') : ':memory:';
  const logged: string[] = [];
  const runner = await createRunner({
    workspace: root,
    data,
    command: 'test',
    onlyHere: true,
    ...(limits && { limits }),
    onStorageFailure: (error) => {
      throw error;
    },
    env,
    editorFolder: join(folder, 'editor'),
    log: (level, message, error) => logged.push(`${level} ${message} ${error instanceof Error ? error.stack : error}`),
  });
  const { url } = await runner.serve({ host: '127.0.0.1', port: 0, ...serve });
  return {
    url,
    root,
    data,
    runner,
    logged,
    get: (path, headers = {}) => fetch(`${url}${path}`, { headers }),
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    raw: (path, headers, how = {}) => sendRaw(`${url}${path}`, headers, how),
    async close() {
      await runner.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function writeAll(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function sendRaw(
  url: string,
  headers: Record<string, string>,
  { method = 'GET', body, from }: RawRequest,
): Promise<RawAnswer> {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { headers: { ...type, ...headers }, method, ...(from !== undefined && { localAddress: from }) };
    const req = httpRequest(url, options, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    req.on('error', reject);
    req.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
