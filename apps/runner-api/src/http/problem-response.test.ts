import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { answerErrors } from './problem-response.ts';

/** The answer to a request whose handler throws `error`, and what is logged of it. */
async function answerTo(error: Error): Promise<{ status: number; text: string; logged: readonly string[] }> {
  const logged: string[] = [];
  const app = express();
  app.get('/', () => {
    throw error;
  });
  app.use(
    answerErrors(
      (_level, message) => logged.push(message),
      (text) => text,
    ),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  return { status: answer.status, text: await answer.text(), logged };
}

it.each(['ENOSPC', 'EDQUOT'])(
  'a file that could not be written for lack of room (%s) is no mistake of ours',
  async (code) => {
    const error = Object.assign(new Error("write '/srv/pipelines/a.json'"), { code });
    const { status, text, logged } = await answerTo(error);
    expect([status, JSON.parse(text).type, logged]).toEqual([507, 'urn:flowmason:problem:storage_full', []]);
    expect(text).not.toContain('/srv');
  },
);
