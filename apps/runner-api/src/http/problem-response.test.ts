import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunnerError } from '../runner-error.ts';
import { answerErrors } from './problem-response.ts';

/** The answer to a request whose handler throws `error`, and what is logged of it. */
async function answerTo(
  error: Error,
  { maskText = (text: string) => text, begun = '' } = {},
): Promise<{ status: number; type: string | null; text: string; logged: readonly string[] }> {
  const logged: string[] = [];
  const app = express();
  app.get('/', (_req, res) => {
    if (begun !== '') res.write(begun);
    throw error;
  });
  app.use(answerErrors((_level, message) => logged.push(maskText(message)), maskText));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text(), logged };
}

const brokenMask = (text: string): string => {
  throw new Error(`cannot mask ${text} with the-secret-itself`);
};

describe('a mask that throws', () => {
  it.each([
    ['a mistake of ours', new Error('found the-secret-itself')],
    ['a refusal', new RunnerError('run_not_found', 'There is no run the-secret-itself.')],
  ])('leaves of %s a problem that says nothing but an id', async (_, error) => {
    const { status, type, text, logged } = await answerTo(error, { maskText: brokenMask });
    expect([status, type, JSON.parse(text), logged]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
      {
        type: 'urn:flowmason:problem:internal',
        title: 'Internal',
        status: 500,
        detail: expect.not.stringContaining('secret'),
        instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      },
      [],
    ]);
  });

  it('cuts an answer that has begun', async () => {
    await expect(answerTo(new Error('x'), { maskText: brokenMask, begun: 'half' })).rejects.toThrow(
      /^(?:fetch failed|terminated)$/,
    );
  });
});

it.each(['ENOSPC', 'EDQUOT'])(
  'a file that could not be written for lack of room (%s) is no mistake of ours',
  async (code) => {
    const error = Object.assign(new Error("write '/srv/pipelines/a.json'"), { code });
    const { status, text, logged } = await answerTo(error);
    expect([status, JSON.parse(text).type, logged]).toEqual([507, 'urn:flowmason:problem:storage_full', []]);
    expect(text).not.toContain('/srv');
  },
);
