import { Run, type RunEvent, RunEvent as RunEventSchema } from '@flowmason/pipeline-schema';
import { createParser } from 'eventsource-parser';
import type { TestApi } from './api.test-support.ts';

export interface SseMessage {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly data: string;
}

/** Messages of an event stream as they come; ends with the stream. */
export async function* messagesOf(answer: Response): AsyncGenerator<SseMessage> {
  const queue: SseMessage[] = [];
  const parser = createParser({ onEvent: ({ id, event, data }) => queue.push({ id, type: event, data }) });
  for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    parser.feed(text);
    yield* queue.splice(0);
  }
}

/** All events of a run, from its live stream, once it has ended. */
export async function streamOf(
  api: TestApi,
  runId: string,
  headers: Record<string, string> = {},
): Promise<readonly RunEvent[]> {
  const answer = await api.get(`/api/v1/runs/${runId}/events`, { Accept: 'text/event-stream', ...headers });
  const events: RunEvent[] = [];
  for await (const { id, data } of messagesOf(answer)) {
    const event = RunEventSchema.parse(JSON.parse(data));
    if (id !== String(event.seq)) throw new Error(`the event ${event.seq} came with the id ${id}`);
    events.push(event);
  }
  return events;
}

/** Starts a run and waits for its end. */
export async function runToEnd(api: TestApi, request: unknown): Promise<Run> {
  const started = await api.post('/api/v1/runs', request);
  if (started.status !== 202) throw new Error(`not started: ${await started.text()}`);
  const { id } = Run.parse(await started.json());
  await streamOf(api, id);
  return Run.parse(await (await api.get(`/api/v1/runs/${id}`)).json());
}
