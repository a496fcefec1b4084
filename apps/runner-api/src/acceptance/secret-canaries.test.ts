import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findClosedPort, startService, type TestService } from '../effects/http-services.test-support.ts';
import { fm } from '../fm-runner.test-support.ts';
import { CHANGED, changingPipeline, piecesIn } from './changed-secrets.test-support.ts';
import { CANARIES, ENCODINGS, FORBIDDEN, leaksIn } from './secret-canaries.test-support.ts';

const MAIN = createRequire(import.meta.url).resolve('../main.ts');
const NAMES = Object.keys(CANARIES);
/** What a header can carry; the others go along in bodies and addresses. */
const IN_HEADERS = NAMES.filter((name) => /^[\x21-\x7e][\x20-\x7e]*$/.test(CANARIES[name] ?? ''));

/** Every canary in every encoding. */
const ALL_FORMS = Object.fromEntries(
  Object.entries(ENCODINGS).map(([name, encode]) => [name, NAMES.map((canary) => encode(CANARIES[canary] ?? ''))]),
);
const ALL_TEXT = Object.values(ALL_FORMS).flat().join('\n--\n');
const HEADERS = {
  'X-Echo': IN_HEADERS.map((name) => CANARIES[name]).join(', '),
  'X-Echo-Url': NAMES.map((name) => encodeURIComponent(CANARIES[name] ?? '')).join(','),
  'X-Echo-Base64': Buffer.from(CANARIES['C_LETTERS'] ?? '').toString('base64'),
};

let service: TestService;
let workspace: string;
let env: Record<string, string>;
beforeAll(async () => {
  service = await startService(({ url }, res) => {
    const path = new URL(url, 'http://service').pathname;
    if (path === '/v1/traces') {
      res.end('{}');
    } else if (/^\/(?:quiet|failing|hooks\/Z)/.test(path)) {
      res.writeHead(path.startsWith('/failing') ? 500 : 200).end('thanks');
    } else if (path.startsWith('/silent')) {
      res.socket?.setTimeout(30_000);
    } else if (path === '/echo') {
      res.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' });
      res.end(
        `{"number": ${CANARIES['C_NUMBER']}, "${CANARIES['C_PLAIN']}": 1, "forms": ${JSON.stringify(ALL_FORMS)}}`,
      );
    } else if (path === '/pieces') {
      res.writeHead(200, { 'Content-Type': 'text/plain' });
      const half = ALL_TEXT.indexOf('canary-plain') + 9;
      res.write(ALL_TEXT.slice(0, half));
      setTimeout(() => res.end(ALL_TEXT.slice(half)), 20);
    } else if (path.startsWith('/moved/')) {
      res.writeHead(302, { Location: `${service.url.replace('127.0.0.1', 'localhost')}/quiet` }).end();
    } else if (path === '/moved') {
      res.writeHead(302, { Location: `/landing?${HEADERS['X-Echo-Url']}` }).end();
    } else if (path === '/broken-json') {
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(`{"token": ${ALL_TEXT}`);
    } else if (path === '/reset') {
      res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': '1000000' });
      res.write(ALL_TEXT, () => res.destroy());
    } else {
      res.writeHead(500, { ...HEADERS, 'Content-Type': 'text/plain' }).end(`no such token: ${ALL_TEXT}`);
    }
  });
  workspace = mkdtempSync(join(tmpdir(), 'fm-canary-'));
  env = {
    HOME: join(workspace, 'home'),
    FM_LOG_LEVEL: 'debug',
    FM_LOG_FORMAT: 'json',
    OTEL_EXPORTER_OTLP_ENDPOINT: service.url,
  };
  writeFileSync(join(workspace, 'leaky.pipeline.json'), JSON.stringify(await leakyPipeline()));
  const changing = changingPipeline(service.url, `http://127.0.0.1:${await findClosedPort()}`);
  writeFileSync(join(workspace, 'changing.pipeline.json'), JSON.stringify(changing));
});
afterAll(async () => {
  await service.close();
  rmSync(workspace, { recursive: true, force: true });
});

/** Sends every canary in every way, and does everything with what comes back. */
async function leakyPipeline(): Promise<object> {
  const bodyOf = Object.fromEntries(NAMES.map((name) => [name, `{{secrets.${name}}}`]));
  const query = Object.fromEntries(
    NAMES.filter((name) => name !== 'C_LONG').map((name) => [name, `{{secrets.${name}}}`]),
  );
  const headers = Object.fromEntries(IN_HEADERS.map((name) => [`X-${name.replace('_', '-')}`, `{{secrets.${name}}}`]));
  const call = (id: string, path: string, more: object = {}, stage: object = {}) => ({
    id,
    component: 'http_request',
    depends_on: ['echo'],
    on_error: 'continue',
    config: { url: `${service.url}${path}`, ...more },
    ...stage,
  });
  const closed = `http://127.0.0.1:${await findClosedPort()}`;
  return {
    name: 'leaky',
    version: '1.0.0',
    settings: { on_failure: 'finish' },
    stages: [
      call(
        'echo',
        '/echo',
        { method: 'POST', headers, query_params: query, body: bodyOf },
        { depends_on: [], idempotent: true },
      ),
      call('pieces', '/pieces'),
      call('fails', '/fails/{{secrets.C_QUOTES}}', { headers }, { retry: { max_attempts: 2, delay_seconds: 0.01 } }),
      call('moved', '/moved', { follow_redirects: true }),
      call('broken', '/broken-json'),
      call('reset', '/reset'),
      { ...call('refused', ''), config: { url: `${closed}/{{secrets.C_LETTERS}}`, query_params: query } },
      { ...call('hook', ''), config: { url: '{{secrets.C_HOOK}}', method: 'POST', body: 'hi' }, idempotent: true },
      call('in_header', '/echo', { headers: { 'X-Key': '{{secrets.C_LINES}}', 'X-Other': '{{secrets.C_EMOJI}}' } }),
      {
        id: 'tell',
        component: 'logger',
        depends_on: ['echo'],
        config: { message: '{{stages.echo.output.body | tojson}}', data: '{{stages.echo.output}}' },
      },
      {
        id: 'decide',
        component: 'conditional',
        depends_on: ['pieces'],
        config: { condition: "{{stages.pieces.output.body == 'x'}}", if_true: [], if_false: [] },
      },
      {
        id: 'transform',
        component: 'json_transform',
        depends_on: ['pieces'],
        on_error: 'continue',
        config: { data: '{{stages.pieces.output.body}}', expression: 'sum(@)' },
      },
    ],
    output_mapping: {
      all: '{{stages.echo.output}}',
      error: '{{stages.fails.error}}',
      text: '{{stages.pieces.output.body}}',
    },
  };
}

const PROFILE = () => ({ http: { rewrite: [{ match: 'https://hooks.example', to: `${service.url}/hooks` }] } });

/** A server as a process of its own, with all that it writes. */
async function startServer(more: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', '--workspace', workspace, '--json'],
    {
      env: { PATH: process.env['PATH'] ?? '', ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  await expect.poll(() => written.stdout, { timeout: 60_000 }).toContain('"url"');
  const { url }: { url: string } = JSON.parse(written.stdout);
  return {
    written,
    child,
    get: async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${url}${path}`, { headers })).text(),
    send: (method: string, path: string, body: unknown) =>
      fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Every file below `folder`, byte by byte as text. */
function bytesIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
}

/** What every sink shows of the forbidden. */
function findings(sinks: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(sinks).map(([sink, text]) => [sink, [...leaksIn(text), ...piecesIn(text)]]));
}

function nothingIn(sinks: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.keys(sinks).map((sink) => [sink, []]));
}

const CHANGING_ENDS = [
  ...['sent undefined', 'refused CONNECTIVITY', 'nobody CONNECTIVITY', 'rewritten undefined'],
  ...['redirected undefined', 'silent TIMEOUT', 'unknown CONNECTIVITY', 'bound SECURITY', 'stray SECURITY'],
  ...['guess SECURITY', 'strayed SECURITY', 'whole undefined', 'model PROVIDER'],
];

describe('secrets that a service says back in every encoding', { timeout: 180_000 }, () => {
  it('are in nothing that a server answers, logs or stores', async () => {
    const [stored, fromEnvironment, given] = [NAMES.slice(0, 5), NAMES.slice(5, 10), NAMES.slice(10)];
    const variables = Object.fromEntries(fromEnvironment.map((name) => [`FM_SECRET_${name}`, CANARIES[name] ?? '']));
    const server = await startServer(variables);
    const sinks: Record<string, string> = {};
    server.child.kill('SIGUSR1'); // Node would open a debugger to everybody on this machine, and says so
    try {
      const answers = await Promise.all(
        stored.map((name) => server.send('PUT', `secrets/${name}`, { value: CANARIES[name] })),
      );
      expect(answers.map(({ status }) => status)).toEqual(stored.map(() => 201));
      await server.send('PUT', 'secrets/FREE', { value: CHANGED.FREE });
      await server.send('PUT', 'secrets/BOUND', { value: CHANGED.BOUND, hosts: [service.url] });
      const secrets = Object.fromEntries(given.map((name) => [name, CANARIES[name]]));
      const started = await server.send('POST', 'runs', { pipeline: 'leaky', profile: PROFILE(), secrets });
      sinks['answer to the start'] = await started.text();
      const { id } = Run.parse(JSON.parse(sinks['answer to the start']));
      const events = `/api/v1/runs/${id}/events`;
      sinks['stream'] = await server.get(events, { Accept: 'text/event-stream' });
      sinks['events'] = await server.get(events);
      sinks['run'] = await server.get(`/api/v1/runs/${id}`);
      const changing = await server.send('POST', 'runs', { pipeline: 'changing', profile: PROFILE() });
      const { id: changingId } = Run.parse(await changing.json());
      sinks['changing stream'] = await server.get(`/api/v1/runs/${changingId}/events`, { Accept: 'text/event-stream' });
      sinks['changing run'] = await server.get(`/api/v1/runs/${changingId}`);
      for (const path of ['runs', 'secrets', 'pipelines', 'audit', 'metrics', 'environments']) {
        sinks[path] = await server.get(`/api/v1/${path}`);
      }
      sinks['metrics'] = await server.get('/metrics');
      const refused = await Promise.all([
        server.send('POST', 'runs', { pipeline: CANARIES['C_PLAIN'], secrets }),
        server.send('POST', 'runs', { pipeline: 'leaky', profile: CANARIES['C_BASIC'], secrets }),
        server.send('PUT', 'secrets/C_PLAIN', { value: 1, hosts: CANARIES['C_LINES'] }),
      ]);
      expect(refused.map(({ status }) => status)).toEqual([404, 422, 400]);
      sinks['problems'] = (await Promise.all(refused.map((answer) => answer.text()))).join('\n');

      const words = ['--workspace', workspace];
      for (const command of [
        ['show', id],
        ['show', id, '--json'],
        ['logs', id],
        ['logs', id, '--json'],
        ['gantt', id],
        ['runs'],
      ]) {
        const { stdout, stderr } = await fm([...command, ...words], { cwd: workspace });
        sinks[`fm ${command.filter((word) => word !== id).join(' ')}`] = stdout + stderr;
      }
      const changed = Run.parse(JSON.parse(sinks['changing run']));
      expect(Object.entries(changed.stages).map(([stage, { error }]) => `${stage} ${error?.type}`)).toEqual(
        CHANGING_ENDS,
      );
      const run = Run.parse(JSON.parse(sinks['run'] ?? ''));
      expect(Object.entries(run.stages).map(([stage, { status }]) => `${stage} ${status}`)).toEqual([
        ...['echo succeeded', 'pieces succeeded', 'fails failed', 'moved failed', 'broken failed', 'reset failed'],
        ...[
          'refused failed',
          'hook failed',
          'in_header failed',
          'tell succeeded',
          'decide succeeded',
          'transform failed',
        ],
      ]);
      expect(service.received.find(({ url }) => url.startsWith('/echo'))?.body).toContain(
        JSON.stringify(CANARIES['C_QUOTES']),
      );
      expect(service.received.map(({ url }) => url)).toContain('/hooks/services/T0CANARY/B0CANARY?key=x1y2z3a4b5');
      for (const name of NAMES) expect(sinks['stream']).toContain(`•••${name}`);
    } finally {
      await server.stop();
    }
    const traces = service.received.filter(({ url }) => url === '/v1/traces').map(({ body }) => body);
    sinks['traces'] = traces.join('\n');
    expect(sinks['traces']).toContain('echo');
    sinks['log'] = server.written.stdout + server.written.stderr;
    sinks['files'] = bytesIn(join(workspace, '.flowmason'));
    expect(sinks['files'].length).toBeGreaterThan(10_000);
    expect(findings(sinks)).toEqual(nothingIn(sinks));
    expect(sinks['log']).not.toContain('Debugger listening');
  });

  it('are in nothing that fm run writes or stores', async () => {
    writeFileSync(join(workspace, 'secrets.txt'), JSON.stringify(CANARIES));
    writeFileSync(join(workspace, 'world.profile.json'), JSON.stringify(PROFILE()));
    const data = join(workspace, 'data-of-fm');
    const words = ['run', 'leaky', '--secrets-file', 'secrets.txt', '--profile', 'world', '--data', data];
    const sinks: Record<string, string> = {};
    for (const more of [[], ['--json'], ['--events']]) {
      const { stdout, stderr } = await fm([...words, ...more], { cwd: workspace });
      sinks[`fm run ${more}`] = stdout + stderr;
      expect(stdout).toContain('•••C_PLAIN');
    }
    sinks['files'] = bytesIn(data);
    expect(findings(sinks)).toEqual(nothingIn(sinks));
  });

  it('are looked for in as many forms as there are', () => {
    expect([NAMES.length, Object.keys(ENCODINGS).length, leaksIn(ALL_TEXT).length]).toEqual([14, 12, FORBIDDEN.length]);
  });
});
