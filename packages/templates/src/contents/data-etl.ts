import text from '../../pipelines/data-etl.template.json?raw';
import { answers } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const order = (id: string, total: number, currency: string, country?: string) => ({
  id,
  total,
  currency,
  created_at: '2026-01-04T11:20:00Z',
  items: [{ sku: 'KB-TKL-DE' }],
  ...(country !== undefined && { customer: { country } }),
});

const partition = (state: string, row_count: number) => answers(200, { state, row_count });

const LOADED: SimulatedAnswers = {
  'extract-orders': [
    answers(
      200,
      { orders: [order('O-1', 129.9, 'EUR', 'DE'), order('O-2', 0.01, 'EUR', 'DE'), order('O-3', 80.1, 'USD')] },
      2100,
    ),
  ],
  'extract-rates': [answers(200, { base: 'EUR', rates: { USD: 1.08, GBP: 0.86 } }, 300)],
  'load-rows': [answers(201, { accepted: true }, 5200)],
  'count-rows': [partition('loading', 0), partition('ready', 2)],
  'report-load': [answers(200, 'ok')],
  'report-mismatch': [answers(200, 'ok')],
  'quarantine-batch': [answers(201, { stored: true })],
  'report-quarantine': [answers(200, 'ok')],
};

/** A load that is either whole or not there. */
export const content: TemplateContent = {
  text,
  problem: [
    'A nightly job moves rows from one system to another, until one night a field is missing. Some jobs stop in the middle, some load half of the day, some load it twice when they are started again; the report that is built on it looks plausible either way.',
    'This load is all or nothing: a batch is held against a schema before anything is written, the partition is replaced in one request, and the warehouse is asked afterwards how many rows it has. What does not fit is put aside as a whole, with the reasons.',
  ],
  pains: [
    { title: 'Half loads', text: 'a job that stops in the middle leaves numbers that are nearly right' },
    { title: 'Double rows', text: 'the second attempt adds what the first one had already written' },
    { title: 'Silent drift', text: 'a field changes its meaning, and nobody hears of it for weeks' },
  ],
  shows: [
    'Two sources read side by side, joined where both are needed.',
    'A schema that decides between two ways instead of failing the run.',
    'Polling with a condition, and a write that can be repeated without harm.',
  ],
  scenarios: [
    {
      id: 'loaded',
      title: 'The day is loaded',
      description: 'Three orders come, one of them a test order; two are loaded and counted.',
      answers: LOADED,
      ends: { status: 'succeeded', arms: { 'is-loadable': 'true', 'is-complete': 'true' } },
    },
    {
      id: 'does-not-fit',
      title: 'The batch does not fit',
      description: 'An order has a text for a total: the whole batch is put aside and the data team hears why.',
      answers: {
        ...LOADED,
        'extract-orders': [
          answers(200, { orders: [order('O-1', 129.9, 'EUR'), { id: 'O-2', total: 'free', currency: 'EUR' }] }, 2100),
        ],
      },
      ends: { status: 'succeeded', arms: { 'is-loadable': 'false' } },
    },
    {
      id: 'rows-missing',
      title: 'Rows are missing',
      description: 'The warehouse counts fewer rows than were sent: the data team looks before anybody reads them.',
      answers: { ...LOADED, 'count-rows': [partition('ready', 1)] },
      ends: { status: 'succeeded', arms: { 'is-loadable': 'true', 'is-complete': 'false' } },
    },
  ],
  expectedOutput: {
    day: '2026-01-04',
    status: 'loaded',
    orders: 2,
    left_out: 1,
    currencies: ['EUR', 'USD'],
    problems: [],
  },
};
