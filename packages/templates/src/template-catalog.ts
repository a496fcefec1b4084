import type { Template, TemplateContent, TemplateInfo } from './template.ts';

/** Every template, in the order of the gallery. What is behind `loadTemplate` is only fetched when it is asked for. */
export const TEMPLATES: readonly TemplateInfo[] = [
  {
    id: 'devops-cicd-deployment',
    title: 'CI/CD deployment',
    summary: 'Builds a commit, proves it in staging, deploys to production and goes back when production is not well.',
    category: 'DevOps & CI/CD',
    difficulty: 'intermediate',
    components: ['logger', 'http_request', 'conditional', 'generator', 'trycatch'],
    stageCount: 26,
  },
  {
    id: 'devops-incident-response',
    title: 'Incident response',
    summary: 'Gathers what is known of an alert, applies the one remedy of the playbook that fits, or pages a person.',
    category: 'IT Operations',
    difficulty: 'advanced',
    components: ['json_transform', 'http_request', 'generator', 'router', 'trycatch', 'logger'],
    stageCount: 20,
  },
  {
    id: 'support-triage',
    title: 'Customer support triage',
    summary:
      'Sorts a new ticket with a model and brings it to the engineer on call, to Jira, to billing or to a person.',
    category: 'Customer support',
    difficulty: 'intermediate',
    components: ['http_request', 'generator', 'router'],
    stageCount: 11,
  },
  {
    id: 'data-etl',
    title: 'Data ETL',
    summary: 'Takes a day of orders out of the shop, checks and reshapes them, loads them and counts them again.',
    category: 'Data',
    difficulty: 'intermediate',
    components: ['http_request', 'schema_validate', 'conditional', 'filter', 'json_transform'],
    stageCount: 13,
  },
  {
    id: 'api-orchestration',
    title: 'API orchestration',
    summary:
      'Sets a new customer up in five systems side by side, waits for the slow one, and welcomes them at the end.',
    category: 'Integration',
    difficulty: 'intermediate',
    components: ['http_request', 'conditional'],
    stageCount: 13,
  },
  {
    id: 'health-monitor',
    title: 'Health monitor',
    summary: 'Asks every service whether it is well and speaks only when something has changed since the last time.',
    category: 'IT Operations',
    difficulty: 'intermediate',
    components: ['http_request', 'foreach', 'json_transform', 'router', 'logger'],
    stageCount: 12,
  },
  {
    id: 'batch-processing',
    title: 'Batch processing',
    summary: 'Renews every certificate that runs out, three at once; one that fails does not stop the others.',
    category: 'Patterns',
    difficulty: 'intermediate',
    components: ['http_request', 'filter', 'conditional', 'logger', 'foreach'],
    stageCount: 12,
  },
  {
    id: 'error-handling',
    title: 'Error handling',
    summary: 'Fulfils an order across stock, payment and shipping, and takes everything back when one of them fails.',
    category: 'Patterns',
    difficulty: 'advanced',
    components: ['trycatch', 'http_request', 'conditional', 'logger'],
    stageCount: 11,
  },
  {
    id: 'conditional-routing',
    title: 'Conditional routing',
    summary: 'Rates a request for access and grants it, asks the manager, or opens a review.',
    category: 'Patterns',
    difficulty: 'beginner',
    components: ['http_request', 'variable_set', 'json_transform', 'router', 'conditional'],
    stageCount: 9,
  },
];

/** A template with its document and its scenarios; undefined for an id that is not in `TEMPLATES`. */
export async function loadTemplate(id: string): Promise<Template | undefined> {
  const info = TEMPLATES.find((candidate) => candidate.id === id);
  const load = CONTENTS.get(id);
  return info && load && { ...info, ...(await load()) };
}

type Loader = () => Promise<TemplateContent>;

const CONTENTS: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ['devops-cicd-deployment', async () => (await import('./contents/devops-cicd-deployment.ts')).content],
  ['devops-incident-response', async () => (await import('./contents/devops-incident-response.ts')).content],
  ['support-triage', async () => (await import('./contents/support-triage.ts')).content],
  ['data-etl', async () => (await import('./contents/data-etl.ts')).content],
  ['api-orchestration', async () => (await import('./contents/api-orchestration.ts')).content],
  ['health-monitor', async () => (await import('./contents/health-monitor.ts')).content],
  ['batch-processing', async () => (await import('./contents/batch-processing.ts')).content],
  ['error-handling', async () => (await import('./contents/error-handling.ts')).content],
  ['conditional-routing', async () => (await import('./contents/conditional-routing.ts')).content],
]);
