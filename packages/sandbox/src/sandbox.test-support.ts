import type { Json } from '@flowmason/pipeline-schema';
import { createSandbox, type Sandbox } from './sandbox.ts';

const NOON = Date.UTC(2026, 0, 5, 12);

/** For tests only: a sandbox with a clock that stands still until it is moved, and a short way to ask its services. */
export type Opened = {
  readonly sandbox: Sandbox;
  /** Moves the clock that the sandbox was given. */
  pass(seconds: number): void;
  /** Sends JSON (or text as it is) and gives back status and body, parsed when it is JSON. */
  ask(service: string, method: string, url: string, options?: Asked): { status: number; body: Json };
};
export type Asked = { readonly headers?: Readonly<Record<string, string>>; readonly body?: Json };

export function open(situation: string, speed = 1): Opened {
  let now = NOON;
  const sandbox = createSandbox({ situation, now: () => now, speed });
  return {
    sandbox,
    pass(seconds) {
      now += seconds * 1000;
    },
    ask(service, method, url, { headers = {}, body } = {}) {
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const answer = sandbox.handle({ service, method, url, headers, body: text });
      const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
      return { status: answer.status, body: isJson ? JSON.parse(answer.body) : answer.body };
    },
  };
}

export const BEARER = { Authorization: 'Bearer any-token' };
export const STRATEGIC = { ...BEARER, 'Content-Type': 'application/strategic-merge-patch+json' };
export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A patch that sets the image of one container. */
export function imagePatch(name: string, image: string): Json {
  return { spec: { template: { spec: { containers: [{ name, image }] } } } };
}
