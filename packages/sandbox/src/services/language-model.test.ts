import type { Json } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { at } from '../read-json.ts';
import { BEARER, open } from '../sandbox.test-support.ts';

const ANTHROPIC = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' };

function ask(situation: string, prompt: string): Json {
  const messages = [
    { role: 'system', content: 'Triage: answer with "issue_type" and "confidence".' },
    { role: 'user', content: prompt },
  ];
  const { body } = open(situation).ask('model', 'POST', '/v1/chat/completions', {
    headers: BEARER,
    body: { model: 'gpt-4', messages },
  });
  return at(body, 'choices', 0, 'message', 'content') ?? null;
}

function triage(situation: string, prompt: string) {
  const answer: Json = JSON.parse(String(ask(situation, prompt)));
  return [at(answer, 'issue_type'), at(answer, 'confidence')];
}

describe('the scripted model', () => {
  it('never calls itself by the name of a real model', () => {
    const { body } = open('oom').ask('model', 'POST', '/v1/chat/completions', {
      headers: BEARER,
      body: { model: 'gpt-4', messages: [{ role: 'user', content: 'hello' }] },
    });
    expect(at(body, 'model')).toBe('sandbox-scripted');
  });

  it.each([
    ['java.lang.OutOfMemoryError', ['OOM', 'high']],
    ['FATAL: remaining connection slots', ['connection_pool_exhausted', 'high']],
    ['request failed version=2.4.1', ['bad_deploy', 'high']],
    ['nothing that it knows', ['unknown', 'low']],
  ])('reads %s from the prompt', (prompt, expected) => {
    expect(triage('all-good', prompt)).toEqual(expected);
  });

  it('is not sure in oom-not-sure', () => {
    expect(triage('oom-not-sure', 'OOMKilled')).toEqual(['OOM', 'low']);
  });

  it('answers in prose in not-json', () => {
    expect(() => JSON.parse(String(ask('not-json', 'OOMKilled')))).toThrow(SyntaxError);
  });

  it('speaks the format of Anthropic', () => {
    const { status, body } = open('oom').ask('model', 'POST', '/v1/messages', {
      headers: ANTHROPIC,
      body: {
        model: 'claude',
        max_tokens: 100,
        system: 'triage',
        messages: [{ role: 'user', content: [{ type: 'text', text: 'OOMKilled' }] }],
      },
    });
    expect([status, at(body, 'content', 0, 'type'), at(body, 'stop_reason')]).toEqual([200, 'text', 'end_turn']);
    expect(String(at(body, 'content', 0, 'text'))).toContain('"issue_type":"OOM"');
  });

  it.each([
    ['no key', '/v1/chat/completions', {}, { model: 'm', messages: [{ role: 'user', content: 'a' }] }, 401],
    ['no messages', '/v1/chat/completions', BEARER, { model: 'm', messages: [] }, 400],
    ['no model', '/v1/chat/completions', BEARER, { messages: [{ role: 'user', content: 'a' }] }, 400],
    [
      'a stream',
      '/v1/chat/completions',
      BEARER,
      { model: 'm', stream: true, messages: [{ role: 'user', content: 'a' }] },
      400,
    ],
    [
      'no key for Anthropic',
      '/v1/messages',
      {},
      { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'a' }] },
      401,
    ],
    [
      'no max_tokens for Anthropic',
      '/v1/messages',
      ANTHROPIC,
      { model: 'm', messages: [{ role: 'user', content: 'a' }] },
      400,
    ],
  ])('refuses %s', (_, url, headers, body, status) => {
    expect(open('oom').ask('model', 'POST', url, { headers, body }).status).toBe(status);
  });
});
