import text from '../../pipelines/api-orchestration.template.json?raw';
import { answers } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const database = (state: string) =>
  answers(200, { state, ...(state === 'available' && { host: 'acme-tools.db.eu.mycompany.com' }) });

const ENTERPRISE: SimulatedAnswers = {
  'create-account': [answers(201, { id: 'acme-tools', account_number: 'A-10482' }, 350)],
  'create-billing': [answers(503, { error: 'try again' }), answers(201, { id: 'cus_Qx81' }, 700)],
  'create-workspace': [answers(201, { url: 'https://app.mycompany.com/acme-tools' }, 1200)],
  'order-database': [answers(202, { state: 'creating' })],
  'wait-for-database': [database('creating'), database('creating'), database('creating'), database('available')],
  'prepare-sso': [answers(201, { id: 'con_31' })],
  'assign-contact': [answers(200, { contact: 'Sam Ortiz' })],
  'link-systems': [answers(200, { linked: 3 })],
  'send-welcome': [answers(202, { queued: true })],
  'announce-customer': [answers(200, 'ok')],
  'call-for-help': [answers(200, 'ok')],
};

const TEAM_INPUT = {
  customer: { id: 'corner-cafe', name: 'Corner Café', email: 'hello@corner-cafe.example' },
  plan: 'team',
  region: 'eu',
};

/** Several systems that become one customer. */
export const content: TemplateContent = {
  text,
  problem: [
    'A new customer has to exist in the account system, at the payment provider, in the product, as a database, sometimes in single sign-on too. A script that calls one after the other is slow, and when the fourth call fails nobody knows what the first three have left behind.',
    'Here everything that does not wait for each other runs at once, each call can be repeated without making anything twice, and the welcome goes out only when all of it stands. When it does not, the message says what is there and what is missing, and the same run started again finishes it.',
  ],
  pains: [
    { title: 'Half-made customers', text: 'an account without a database, found by the customer' },
    { title: 'Slow set-up', text: 'calls that could run side by side stand in a queue' },
    { title: 'Fear of retrying', text: 'nobody dares to start it again, because it might charge twice' },
  ],
  shows: [
    'Parallel branches that are joined with join: all.',
    'An answer of 202 and the polling that follows it.',
    'A last stage with join: always, so that no end of it is silent.',
  ],
  scenarios: [
    {
      id: 'enterprise',
      title: 'A large customer',
      description: 'All systems are set up, with single sign-on; billing needs a second attempt.',
      answers: ENTERPRISE,
      ends: { status: 'succeeded', arms: { 'is-large-plan': 'true', 'how-did-it-end': 'true' } },
    },
    {
      id: 'team',
      title: 'A small customer',
      description: 'The plan has no single sign-on; everything else is the same.',
      input: TEAM_INPUT,
      answers: ENTERPRISE,
      ends: { status: 'succeeded', arms: { 'is-large-plan': 'false', 'how-did-it-end': 'true' } },
    },
    {
      id: 'billing-refuses',
      title: 'Billing refuses',
      description: 'The payment provider refuses the customer: no welcome goes out, and the team hears what stands.',
      answers: { ...ENTERPRISE, 'create-billing': [answers(422, { error: 'the e-mail address is blocked' })] },
      ends: { status: 'failed', arms: { 'how-did-it-end': 'false' } },
    },
  ],
  expectedOutput: {
    customer: 'acme-tools',
    ready: true,
    billing: 'cus_Qx81',
    workspace: 'https://app.mycompany.com/acme-tools',
    database: 'acme-tools.db.eu.mycompany.com',
    single_sign_on: true,
  },
};
