import { describe, expect, it } from 'vitest';
import { at } from '../read-json.ts';
import { JSON_TYPE, open } from '../sandbox.test-support.ts';

const HOOK = '/services/T/B/x';
const EVENT = {
  routing_key: 'k',
  event_action: 'trigger',
  payload: { summary: 's', source: 'pay', severity: 'critical' },
};
const INCIDENT = { incident: { name: 'n', status: 'resolved', body: 'b', component_ids: ['c'] } };
const OAUTH = { ...JSON_TYPE, Authorization: 'OAuth t' };

describe('slack', () => {
  it('keeps a message and answers ok', () => {
    const { ask, sandbox } = open('all-good');
    expect(ask('slack', 'POST', HOOK, { headers: JSON_TYPE, body: { text: 'hello' } })).toEqual({
      status: 200,
      body: 'ok',
    });
    expect(sandbox.state()['messages']).toEqual([{ at: '2026-01-05T12:00:00.000Z', text: 'hello' }]);
  });

  it.each([
    ['text alone', { text: 'a' }, 200],
    ['a section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'a' } }] }, 200],
    ['fields', { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'a' }] }] }, 200],
    ['nothing to say', {}, 400],
    ['an empty section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] }, 400],
    ['a header with markdown', { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }] }, 400],
    [
      'a text that is too long',
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'a'.repeat(3001) } }] },
      400,
    ],
    ['a number as text', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 3 } }] }, 400],
  ])('judges %s as the real one does', (_, body, status) => {
    expect(open('all-good').ask('slack', 'POST', HOOK, { headers: JSON_TYPE, body }).status).toBe(status);
  });

  it('wants JSON', () => {
    expect(open('all-good').ask('slack', 'POST', HOOK, { body: 'text=a' })).toEqual({
      status: 400,
      body: 'invalid_payload',
    });
  });
});

describe('pagerduty', () => {
  it('takes an event and gives its key back', () => {
    const { ask, sandbox } = open('all-good');
    const { status, body } = ask('pagerduty', 'POST', '/v2/enqueue', {
      headers: JSON_TYPE,
      body: { ...EVENT, dedup_key: 'd' },
    });
    expect([status, at(body, 'dedup_key')]).toEqual([202, 'd']);
    expect(at(sandbox.state(), 'pages', 0, 'payload')).toEqual(EVENT.payload);
  });

  it.each([
    ['no routing key', { ...EVENT, routing_key: '' }],
    ['an unknown action', { ...EVENT, event_action: 'page' }],
    ['no source', { ...EVENT, payload: { summary: 's', severity: 'critical' } }],
    ['no summary', { ...EVENT, payload: { source: 's', severity: 'critical' } }],
    ['a severity of another vocabulary', { ...EVENT, payload: { ...EVENT.payload, severity: 'high' } }],
    ['a summary that is too long', { ...EVENT, payload: { ...EVENT.payload, summary: 'a'.repeat(1025) } }],
  ])('refuses %s and pages nobody', (_, body) => {
    const { ask, sandbox } = open('all-good');
    expect(ask('pagerduty', 'POST', '/v2/enqueue', { headers: JSON_TYPE, body }).status).toBe(400);
    expect(sandbox.state()['pages']).toEqual([]);
  });
});

describe('statuspage', () => {
  it('creates an incident under any page', () => {
    const { ask, sandbox } = open('all-good');
    expect(ask('statuspage', 'POST', '/v1/pages/p/incidents', { headers: OAUTH, body: INCIDENT }).status).toBe(201);
    expect(at(sandbox.state(), 'incidents', 0, 'status')).toBe('resolved');
  });

  it.each([
    ['a bearer token', { ...JSON_TYPE, Authorization: 'Bearer t' }, INCIDENT, 401],
    ['no name', OAUTH, { incident: { status: 'resolved' } }, 422],
    ['an unknown status', OAUTH, { incident: { name: 'n', status: 'over' } }, 422],
    ['a component that is null', OAUTH, { incident: { name: 'n', component_ids: [null] } }, 422],
  ])('refuses %s', (_, headers, body, status) => {
    expect(open('all-good').ask('statuspage', 'POST', '/incidents', { headers, body }).status).toBe(status);
  });
});
