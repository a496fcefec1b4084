import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { standStill } from './stand-still.ts';

const FOLDER = join(import.meta.dirname, '../visual/runs');

/** An event of a journal, as far as the replaying looks into it. */
type Event = { readonly seq: number; readonly at: string; readonly type: string; readonly stage_id?: string };

/** A run that happened once, with its whole journal. `visual/record-runs.ts` makes them. */
export interface RecordedRun {
  readonly run: { readonly id: string; readonly [key: string]: unknown };
  readonly events: readonly Event[];
}

/** The run that was recorded under this name. */
export function recordedRun(name: string): RecordedRun {
  const [run, ...events] = readFileSync(join(FOLDER, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { run, events };
}

/** The events up to the `count`-th one of the type, of any stage or of the one that is named. */
export function upTo({ events }: RecordedRun, type: string, stageId?: string, count = 1): readonly Event[] {
  const places = events.flatMap((event, index) =>
    event.type === type && (stageId === undefined || event.stage_id === stageId) ? [index] : [],
  );
  const end = places[count - 1];
  if (end === undefined) throw new Error(`the journal has no ${count}. ${type} of ${stageId ?? 'any stage'}`);
  return events.slice(0, end + 1);
}

/** A server that tells a part of a recorded run as if it were under way, and goes away when it is told to. */
export interface Replay {
  /** Breaks the stream off; whoever asks again finds nobody. */
  readonly breakOff: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Shows a part of a recorded run on the page: its questions about that run are answered from the record, everything else by
 * the real server. The page's clock stands a moment after the last event.
 */
export async function replay(page: Page, recorded: RecordedRun, events: readonly Event[]): Promise<Replay> {
  const now = new Date(Date.parse(events.at(-1)?.at ?? '') + 400);
  await standStill(page, now);
  const server = createServer((request, response) => {
    response.setHeader('date', now.toUTCString());
    const { pathname } = new URL(request.url ?? '', 'http://replay');
    if (request.method === 'HEAD') response.writeHead(200).end();
    else if (pathname === '/api/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
    } else {
      const body = pathname.endsWith('/events') ? events : recorded.run;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the replay has no port');
  let isGone = false;
  // What a shared worker asks for goes past the routes of a page.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
  await page.route(new RegExp(`/api/v1/(runs/${recorded.run.id}|events)`), (route) => {
    if (isGone) return route.abort('connectionrefused');
    const { pathname, search } = new URL(route.request().url());
    return route.continue({ url: `http://127.0.0.1:${address.port}${pathname}${search}` });
  });
  return {
    breakOff: async () => {
      isGone = true;
      await page.route('**/api/v1/health', (route) => route.abort('connectionrefused'));
      server.closeAllConnections();
    },
    stop: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
