import text from '../../pipelines/health-monitor.template.json?raw';
import { answers, fails } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const lastResult = (...down: readonly string[]) => answers(200, { down, checked_at: '2026-01-05T08:55:00Z' }, 40);

const ALL_WELL: SimulatedAnswers = {
  'read-last-result': [lastResult()],
  probe: [answers(200, { status: 'ok' }, 120)],
  'probe-services[2]/probe': [answers(503, 'starting', 300), answers(200, { status: 'ok' }, 240)],
  'open-incident': [answers(202, { status: 'success' })],
  'tell-channel': [answers(200, 'ok')],
  'close-incident': [answers(202, { status: 'success' })],
  'tell-all-clear': [answers(200, 'ok')],
  'keep-result': [answers(200, { kept: true }, 60)],
};

/** A monitor that speaks on a change only. */
export const content: TemplateContent = {
  text,
  problem: [
    'A monitor that shouts every five minutes is muted after a day, and one that waits for three failures wakes people late. Most of what a monitor says is what everybody knows already.',
    'This one asks all services at once, gives a slow one a second chance, and compares with what it found the last time. It opens an incident when something goes down, closes it when all are back, and is silent in between.',
  ],
  pains: [
    { title: 'Alert fatigue', text: 'the same outage pages again and again' },
    { title: 'False alarms', text: 'one slow answer at night wakes somebody' },
    { title: 'No all-clear', text: 'incidents stay open long after the service is back' },
  ],
  shows: [
    'A loop over a list of the input, with all turns at once.',
    'A failure that is a result: the loop goes on, and the next stage judges it.',
    'State between runs, kept by a service of yours.',
  ],
  scenarios: [
    {
      id: 'all-well',
      title: 'All are well',
      description: 'The search needs a second attempt; nothing has changed, and nobody is told.',
      answers: ALL_WELL,
      ends: { status: 'succeeded', arms: { 'what-changed': 'no change' } },
    },
    {
      id: 'goes-down',
      title: 'A service goes down',
      description: 'The checkout does not answer twice: an incident opens and the channel hears of it.',
      answers: {
        ...ALL_WELL,
        'probe-services[1]/probe': [fails('TIMEOUT', 'no answer within 5 s', 5000)],
      },
      ends: { status: 'succeeded', arms: { 'what-changed': 'went down' } },
    },
    {
      id: 'comes-back',
      title: 'A service comes back',
      description: 'The checkout was down the last time and is well now: the incident is closed.',
      answers: { ...ALL_WELL, 'read-last-result': [lastResult('checkout')] },
      ends: { status: 'succeeded', arms: { 'what-changed': 'came back' } },
    },
  ],
  expectedOutput: {
    monitor: 'shop',
    change: 'no change',
    down: [],
    services: [
      { name: 'storefront', healthy: true, answer: 200, reason: null },
      { name: 'checkout', healthy: true, answer: 200, reason: null },
      { name: 'search', healthy: true, answer: 200, reason: null },
    ],
  },
};
