import text from '../../pipelines/batch-processing.template.json?raw';
import { answers } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const certificate = (name: string, environment: string) => ({
  id: `crt-${name}`,
  name,
  environment,
  hosts: [`${name}.mycompany.com`],
  expires_at: '2026-01-19T00:00:00Z',
});

const CERTIFICATES = [
  certificate('shop', 'production'),
  certificate('checkout', 'production'),
  certificate('wiki', 'internal'),
  certificate('preview', 'staging'),
];

const ordered = (order_id: string) => answers(201, { order_id, state: 'pending' }, 500);
const pending = answers(200, { state: 'pending' }, 90);
const issued = (fingerprint: string) => answers(200, { state: 'issued', fingerprint }, 90);

const ALL_RENEWED: SimulatedAnswers = {
  'list-certificates': [answers(200, { certificates: CERTIFICATES }, 320)],
  'order-certificate': [ordered('ord-1')],
  'renew-certificates[1]/order-certificate': [ordered('ord-2')],
  'renew-certificates[2]/order-certificate': [ordered('ord-3')],
  'wait-until-issued': [pending, pending, issued('a1:b2:c3')],
  'renew-certificates[1]/wait-until-issued': [pending, issued('d4:e5:f6')],
  'install-certificate': [answers(200, { installed: true }, 800)],
  'report-success': [answers(200, 'ok')],
  'open-ticket': [answers(201, { id: '20881', key: 'OPS-902' })],
  'report-failures': [answers(200, 'ok')],
};

/** A loop in which one failure does not spoil the rest. */
export const content: TemplateContent = {
  text,
  problem: [
    'Certificates run out one by one, on dates that nobody looks at. A script that renews them all stops at the first that fails, and the rest run out because of a stranger; one that ignores failures reports that all is well.',
    'Here every certificate is a turn of its own: three at once, each with its own waiting and its own retries. What fails is collected with its reason and becomes one ticket, and the others are renewed all the same.',
  ],
  pains: [
    { title: 'Outages on a date', text: 'the shop is down because a certificate ended at midnight' },
    { title: 'All or nothing', text: 'one refused order keeps thirty others from being renewed' },
    { title: 'Unread logs', text: 'which of them failed stands in the middle of ten thousand lines' },
  ],
  shows: [
    'A foreach with several turns at once (parallel, max_parallel).',
    'break_on_error: false, and the list of errors that the loop gives back.',
    'Polling inside a loop, each turn with its own condition.',
  ],
  scenarios: [
    {
      id: 'all-renewed',
      title: 'All are renewed',
      description: 'Three of four certificates are in the chosen environments; all of them are issued and installed.',
      answers: ALL_RENEWED,
      ends: { status: 'succeeded', arms: { 'anything-due': 'true', 'all-renewed': 'true' } },
    },
    {
      id: 'one-refused',
      title: 'One is refused',
      description: 'The order of the second is refused: the others are renewed, and a ticket has the reason.',
      answers: {
        ...ALL_RENEWED,
        'renew-certificates[1]/order-certificate': [answers(422, { error: 'CAA record forbids this issuer' })],
      },
      ends: { status: 'succeeded', arms: { 'anything-due': 'true', 'all-renewed': 'false' } },
    },
    {
      id: 'nothing-due',
      title: 'Nothing is due',
      description: 'No certificate of these environments runs out; the run leaves one line.',
      answers: {
        ...ALL_RENEWED,
        'list-certificates': [answers(200, { certificates: [certificate('wiki', 'internal')] })],
      },
      ends: { status: 'succeeded', arms: { 'anything-due': 'false' } },
    },
  ],
  expectedOutput: { due: 3, failed: 0, certificates: ['shop', 'checkout', 'preview'], ticket: null },
};
