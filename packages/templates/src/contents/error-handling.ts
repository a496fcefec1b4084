import text from '../../pipelines/error-handling.template.json?raw';
import { answers, fails } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const FULFILLED: SimulatedAnswers = {
  'reserve-stock': [answers(200, { reserved: 1 })],
  'charge-payment': [answers(200, { id: 'ch_3Qz9', status: 'captured' }, 1400)],
  'book-shipment': [answers(503, { error: 'busy' }, 900), answers(201, { tracking_number: '00340434161094' }, 900)],
  'refund-payment': [answers(200, { id: 're_1Qz0', status: 'succeeded' }, 900)],
  'release-stock': [answers(204)],
  'tell-operations': [answers(200, 'ok')],
  'write-audit': [answers(200, { written: true }, 80)],
  'confirm-order': [answers(202, { queued: true })],
};

/** Doing three things that have to be undone together. */
export const content: TemplateContent = {
  text,
  problem: [
    'An order touches three systems that share no transaction. When shipping fails after the money was taken, somebody has to notice, give the money back and put the article on the shelf again; usually that somebody is the customer.',
    'The three steps stand in a try block. Its catch knows how to take each of them back, and only takes back what was really tried; its finally writes the record that accounting asks for, however it ended.',
  ],
  pains: [
    { title: 'Money without goods', text: 'the charge stands, the parcel was never ordered' },
    { title: 'Endless retries', text: 'a declined card is charged again and again because every error looks the same' },
    { title: 'No record', text: 'what was undone, and when, is known to nobody' },
  ],
  shows: [
    'try, catch and finally with a decision inside the catch.',
    'Retries where they help, and none where the answer is a clear no.',
    'The status “recovered”: it went wrong, and everything was taken back.',
  ],
  scenarios: [
    {
      id: 'fulfilled',
      title: 'The order is fulfilled',
      description: 'Stock, payment and shipping work; the carrier needs a second attempt.',
      answers: FULFILLED,
      ends: { status: 'succeeded', arms: { 'fulfil-order': 'ok' } },
    },
    {
      id: 'carrier-away',
      title: 'The carrier is away',
      description: 'Five attempts get no answer: the money goes back, the article is free again, a person is told.',
      answers: { ...FULFILLED, 'book-shipment': [fails('CONNECTIVITY', 'connection refused')] },
      ends: { status: 'recovered', arms: { 'fulfil-order': 'caught', 'was-charged': 'true' } },
    },
    {
      id: 'sold-out',
      title: 'The article is sold out',
      description: 'There is nothing to reserve, so nothing was charged and nothing has to be given back.',
      answers: { ...FULFILLED, 'reserve-stock': [answers(409, { error: 'only 0 left' })] },
      ends: { status: 'recovered', arms: { 'fulfil-order': 'caught', 'was-charged': 'false' } },
    },
  ],
  expectedOutput: {
    order_id: 'ORD-20260105-17',
    result: 'fulfilled',
    tracking_number: '00340434161094',
    charge: 'ch_3Qz9',
    refunded: false,
    failed_stage: null,
  },
};
