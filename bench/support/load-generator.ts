/** Clients that start runs over the API, as a process of its own. */
import { once } from 'node:events';
import { Agent, get, IncomingMessage, request } from 'node:http';
import { answerOrders } from './helper-process.ts';

export type LoadOrder = {
  readonly serverUrl: string;
  /** Name of a pipeline of the server's workspace. */
  readonly pipeline: string;
  /** Clients, each of which starts its next run when it has heard of the end of the one before. */
  readonly clients: number;
  readonly runs: number;
  /** Ms that a client waits before each start. Default 0. */
  readonly pauseMs?: number;
  /** Streams of all events of all runs, which show how late events come. Default 0. */
  readonly readers?: number;
};
export type LoadReport = {
  readonly ms: number;
  /** Ms from a client's request to the news of the run's end, by run. */
  readonly runMs: readonly number[];
  /** Ms from when an event happened to when a reader had it: all events of all readers. */
  readonly lagsMs: readonly number[];
};

/** The server closes a connection that was idle for five seconds; one that is closed just as it is taken again would look like a fault. */
const IDLE_MS = 2000;

answerOrders<LoadOrder>(async (order) => {
  const agent = new Agent({ keepAlive: true, maxSockets: order.clients, timeout: IDLE_MS });
  const ends = createEnds();
  const lagsMs: number[] = [];
  const streams = [await openStream(`${order.serverUrl}/api/v1/events?types=run`, ends.read)];
  for (let index = 0; index < (order.readers ?? 0); index++) {
    streams.push(await openStream(`${order.serverUrl}/api/v1/events`, (line) => noteLag(line, lagsMs)));
  }
  const runMs: number[] = [];
  let left = order.runs;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      if (order.pauseMs) await new Promise((resolve) => setTimeout(resolve, order.pauseMs));
      const before = performance.now();
      await ends.of(await startRun(order, agent));
      runMs.push(performance.now() - before);
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: order.clients }, client));
  const ms = performance.now() - before;
  for (const stream of streams) stream.destroy();
  agent.destroy();
  return { ms, runMs, lagsMs } satisfies LoadReport;
});

/** Tells of the ends of runs, also of those that came before anybody asked. */
function createEnds() {
  const early = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    read(line: string): void {
      if (!line.includes('"type":"run.finished"')) return;
      const { run_id: runId } = JSON.parse(line.slice('data: '.length)) as { run_id: string }; // an event of a run
      const tell = waiting.get(runId);
      if (tell) tell();
      else early.add(runId);
      waiting.delete(runId);
    },
    async of(runId: string): Promise<void> {
      if (early.delete(runId)) return;
      await new Promise<void>((resolve) => waiting.set(runId, resolve));
    },
  };
}

function noteLag(line: string, lagsMs: number[]): void {
  const [, at] = /"at":"([^"]+)"/.exec(line) ?? [];
  if (at !== undefined) lagsMs.push(performance.timeOrigin + performance.now() - Date.parse(at));
}

/** Hands each line of data to `read`; resolves when the stream is open. */
async function openStream(url: string, read: (line: string) => void): Promise<IncomingMessage> {
  const [response] = await once(get(url, { headers: { Accept: 'text/event-stream' } }), 'response');
  if (!(response instanceof IncomingMessage) || response.statusCode !== 200) throw new Error(`${url} gives no stream`);
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) read(line);
  });
  response.on('error', () => undefined); // it is cut off at the end, by us
  return response;
}

/** Starts a run and gives its id. */
function startRun({ serverUrl, pipeline }: LoadOrder, agent: Agent): Promise<string> {
  const body = JSON.stringify({ pipeline });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${serverUrl}/api/v1/runs`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        if (response.statusCode !== 202) reject(new Error(`not started: ${response.statusCode} ${text}`));
        else resolve((JSON.parse(text) as { id: string }).id); // a run, as the API gives it
      });
    });
    sent.on('error', reject).end(body);
  });
}
