import text from '../../pipelines/conditional-routing.template.json?raw';
import { answers } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const person = (contract: string, manager?: { slack_id: string }) =>
  answers(200, { name: 'Jamie Doe', team: 'orders', contract, ...(manager && { manager }) }, 90);

const GRANTED: SimulatedAnswers = {
  'read-person': [person('employee', { slack_id: 'U04MGR' })],
  'grant-access': [answers(200, { granted: true })],
  'ask-manager': [answers(200, { ok: true, ts: '1767603600.0001' })],
  'open-review': [answers(201, { id: '30117', key: 'SEC-118' })],
  'tell-requester': [answers(200, { ok: true })],
};

const request = (role: string, environment: string, hours: number) => ({
  requester: 'j.doe',
  system: 'orders-database',
  role,
  environment,
  hours,
  reason: 'Looking into slow queries of the release candidate',
});

/** A decision in three ways, and a second one inside. */
export const content: TemplateContent = {
  text,
  problem: [
    'Requests for access arrive in a chat, and everybody who could grant one grants what they think is fine. Small things wait for days, large things slip through on a Friday, and in the audit nobody remembers why.',
    'The rules are few and can be written down: who asks, for what, where, for how long. The pipeline works out a level from them; low is granted at once and ends by itself, medium asks the manager, everything else is reviewed.',
  ],
  pains: [
    { title: 'Slow small things', text: 'eight hours of reading a test database take three days to get' },
    { title: 'Fast large things', text: 'an administrator of production, by a thumb in a chat' },
    { title: 'Forgotten access', text: 'what was for a day is still there a year later' },
  ],
  shows: [
    'A router that looks a value up, with a default.',
    'A condition inside a route, and a stage that two decisions lead to.',
    'Variables that stages downstream read.',
  ],
  scenarios: [
    {
      id: 'low',
      title: 'Low risk',
      description: 'A viewer of staging for a working day: granted at once.',
      answers: GRANTED,
      ends: { status: 'succeeded', arms: { 'route-request': 'low' } },
    },
    {
      id: 'medium',
      title: 'Medium risk',
      description: 'An operator of production for a day: the manager is asked.',
      input: request('operator', 'production', 8),
      answers: GRANTED,
      ends: { status: 'succeeded', arms: { 'route-request': 'medium', 'has-manager': 'true' } },
    },
    {
      id: 'no-manager',
      title: 'Nobody to ask',
      description: 'The same, but the directory knows no manager: the security team reviews it.',
      input: request('operator', 'production', 8),
      answers: { ...GRANTED, 'read-person': [person('employee')] },
      ends: { status: 'succeeded', arms: { 'route-request': 'medium', 'has-manager': 'false' } },
    },
    {
      id: 'high',
      title: 'High risk',
      description: 'An external administrator of production for a month: reviewed in any case.',
      input: request('admin', 'production', 720),
      answers: { ...GRANTED, 'read-person': [person('external', { slack_id: 'U04MGR' })] },
      ends: { status: 'succeeded', arms: { 'route-request': 'default' } },
    },
  ],
  expectedOutput: { requester: 'j.doe', risk: 'low', decision: 'granted', ticket: null },
};
