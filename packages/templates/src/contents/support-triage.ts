import text from '../../pipelines/support-triage.template.json?raw';
import { answers, fails, says } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const ticket = (subject: string, description: string) =>
  answers(200, { ticket: { id: 48213, subject, description, requester_id: 9917, status: 'new' } });

const kindOf = (kind: string, urgency: string, confidence: string, summary: string) =>
  says({ kind, urgency, confidence, summary }, 1900);

const QUESTION: SimulatedAnswers = {
  'read-ticket': [
    ticket('Export to CSV', 'Hello, where do I find the export of all invoices as CSV? Thank you, Robin'),
  ],
  'read-customer': [answers(200, { id: 9917, name: 'Robin Klein', plan: 'business', open_tickets: 1 })],
  'classify-ticket': [kindOf('question', 'low', 'high', 'The customer looks for the CSV export of invoices.')],
  'page-on-call': [answers(202, { status: 'success', dedup_key: 'ticket-48213' })],
  'file-bug': [answers(201, { id: '10042', key: 'SUP-317' })],
  'assign-billing': [answers(200, { ticket: { id: 48213, group: 'billing' } })],
  'draft-reply': [
    says('Hello Robin, open Invoices, then choose Export at the top right and CSV. The file comes by e-mail.', 2600),
  ],
  'add-draft-note': [answers(200, { ticket: { id: 48213 } })],
  'assign-person': [answers(200, { ticket: { id: 48213, group: 'triage' } })],
  'notify-support': [answers(200, 'ok')],
};

/** Sorting tickets with a model that is only believed when it is sure. */
export const content: TemplateContent = {
  text,
  problem: [
    'A support inbox is one list, and the people who can help are many teams. Somebody reads every ticket, guesses who should have it, and passes it on; what is urgent waits behind what is not, and an outage is noticed when the tenth customer writes.',
    'A model reads faster than any of us, and is sometimes wrong with great confidence. So it only names what it sees, in a fixed vocabulary; the pipeline decides what may be done with that, and whatever is in doubt still goes to a person.',
  ],
  pains: [
    { title: 'Slow first reaction', text: 'tickets wait for somebody to read and pass them on' },
    { title: 'Wrong desk', text: 'half of the escalations go to a team that cannot help' },
    { title: 'Lost outages', text: 'the tenth ticket about the same thing is the first that is taken seriously' },
  ],
  shows: [
    'A model’s answer is held against a schema before a router acts on it.',
    'A default route for everything that no condition wants.',
    'A source that may be away without stopping the rest (on_error: continue).',
  ],
  scenarios: [
    {
      id: 'question',
      title: 'A question',
      description: 'The ticket asks how to do something: a drafted answer waits for the agent as a note.',
      answers: QUESTION,
      ends: { status: 'succeeded', arms: { 'choose-queue': 'question' } },
    },
    {
      id: 'outage',
      title: 'An outage',
      description: 'The ticket tells of a service that is down: the engineer on call is paged.',
      answers: {
        ...QUESTION,
        'read-ticket': [ticket('Nothing loads', 'Since 9:40 none of us can sign in. All 300 of us.')],
        'classify-ticket': [
          kindOf('outage', 'high', 'high', 'No user of the customer has been able to sign in since 9:40.'),
        ],
      },
      ends: { status: 'succeeded', arms: { 'choose-queue': 'outage' } },
    },
    {
      id: 'bug',
      title: 'A bug',
      description: 'The ticket describes a defect: it becomes an issue in Jira.',
      answers: {
        ...QUESTION,
        'read-ticket': [ticket('Wrong sum', 'The total of invoice 7731 is off by one cent.')],
        'classify-ticket': [kindOf('bug', 'normal', 'high', 'The total of an invoice is off by one cent.')],
      },
      ends: { status: 'succeeded', arms: { 'choose-queue': 'bug' } },
    },
    {
      id: 'billing',
      title: 'An invoice',
      description: 'The ticket is about a payment: the billing group gets it.',
      answers: {
        ...QUESTION,
        'read-ticket': [ticket('Charged twice', 'We were charged twice in December.')],
        'classify-ticket': [kindOf('billing', 'normal', 'high', 'The customer was charged twice in December.')],
      },
      ends: { status: 'succeeded', arms: { 'choose-queue': 'billing' } },
    },
    {
      id: 'model-away',
      title: 'The model does not answer',
      description: 'Without an answer nothing is guessed: a person looks at the ticket first.',
      answers: { ...QUESTION, 'classify-ticket': [fails('PROVIDER', 'The provider is overloaded.')] },
      ends: { status: 'succeeded', arms: { 'choose-queue': 'default' } },
    },
  ],
  expectedOutput: {
    ticket_id: 48213,
    route: 'question',
    kind: 'question',
    summary: 'The customer looks for the CSV export of invoices.',
    issue: null,
    team_told: true,
  },
};
