import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEventStream, type ServerSentEvent } from './read-event-stream.ts';

async function readIn(pieces: readonly string[]): Promise<ServerSentEvent[]> {
  const encoder = new TextEncoder();
  const body = ReadableStream.from(pieces.map((piece) => encoder.encode(piece)));
  const events: ServerSentEvent[] = [];
  for await (const event of readEventStream(body)) events.push(event);
  return events;
}

const STREAM =
  'retry: 1000\n\nid: 1\ndata: {"a":1}\n\n: still here\n\nid: 2\nevent: x\ndata: one\ndata: two\n\ndata: cut';

describe('readEventStream', () => {
  it('gives messages with their ids and types, without comments and what is cut off', async () => {
    expect(await readIn([STREAM])).toEqual([
      { id: '1', type: undefined, data: '{"a":1}' },
      { id: '2', type: 'x', data: 'one\ntwo' },
    ]);
  });

  it('reads the same with any line ends, however the bytes arrive', async () => {
    const expected = await readIn([STREAM]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(STREAM.length)), async (end, cuts) => {
        const text = STREAM.replaceAll('\n', end);
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        expect(await readIn(pieces)).toEqual(expected);
      }),
    );
  });
});
