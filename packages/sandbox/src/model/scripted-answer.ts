import type { Traits } from '../situation.ts';
import { toTriage } from './triage.ts';

/** What a model was asked. */
export type ModelQuestion = { readonly system: string; readonly prompt: string };

/**
 * What the scripted model says. It is no model: it recognises the four questions of the reference pipelines, takes
 * service, signs and times from the prompt, and says of itself that it is scripted.
 */
export function toScriptedAnswer(question: ModelQuestion, traits: Pick<Traits, 'model'>): string {
  const all = `${question.system}\n${question.prompt}`;
  if (/post-?mortem/i.test(all)) return toPostmortem(question.prompt);
  if (/issue_type|triage/i.test(all)) return toTriage(question.prompt, traits.model);
  if (/tests?\b.*\bfail|fail\w*\b.*\btests?\b/i.test(all)) return toTestReading(question.prompt);
  if (/deploy|roll(ed|ing)? back|rollback/i.test(all)) return toDeploymentReading(question.prompt);
  return 'This is a scripted answer of the sandbox: it knows the questions of the reference pipelines only.';
}

function toPostmortem(prompt: string): string {
  const fact = (name: string) => factIn(prompt, name);
  return [
    `# Post-mortem draft: ${fact('Service')}`,
    '',
    '## Summary',
    `${fact('Incident')}. ${fact('Root cause')}`,
    '',
    '## Timeline',
    `- ${fact('Triggered')} alert raised`,
    `- ${fact('Resolved')} health verified`,
    '',
    '## Resolution',
    fact('Action taken'),
    '',
    '## Action items',
    '- Find out since when the root cause has been present.',
    '- Alert earlier on the sign that came first.',
    '',
    '_Scripted by the sandbox._',
  ].join('\n');
}

function toTestReading(prompt: string): string {
  const names = [...prompt.matchAll(/"name":\s*"([^"]{1,200})"/g)].map(([, name]) => name ?? '');
  const shared = sharedWord(names);
  return [
    names.length > 0 ? `Failed: ${names.join('; ')}.` : 'The report names no failed test.',
    shared === undefined
      ? 'The failures have nothing in common.'
      : `All of them concern "${shared}", so a defect of the change is more likely than a flaky test.`,
    'Look first at the first failure: the later ones may follow from it.',
    '(Scripted by the sandbox.)',
  ].join('\n');
}

function toDeploymentReading(prompt: string): string {
  const statuses = [
    ...new Set([...prompt.matchAll(/\b(?:status_code"?:\s*|still |answered )(\d{3})/g)].map(([, code]) => code)),
  ];
  const warning = /"message":\s*"(Back-off[^"]{0,300})"/.exec(prompt)?.[1];
  return [
    `1) Root cause: ${warning ?? 'not visible in the data; the health check alone does not say why.'}`,
    `2) Severity: high, ${factIn(prompt, 'Service')} answered ${statuses.join(', ') || 'no status'} to its health check.`,
    `3) Fix: make commit ${factIn(prompt, 'Commit')} start without the dependency that it cannot reach, and deploy again.`,
    '4) Going back was right: the image before it is known to be healthy.',
    '(Scripted by the sandbox.)',
  ].join('\n');
}

/** The rest of the line that begins with `name:`, or a mark that it is missing. */
function factIn(prompt: string, name: string): string {
  const line = prompt.split('\n').find((candidate) => candidate.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() || `(${name.toLowerCase()} not given)`;
}

function sharedWord(texts: readonly string[]): string | undefined {
  const [first = '', ...rest] = texts;
  if (rest.length === 0) return undefined;
  return first.split(/\s+/).find((word) => word.length > 3 && rest.every((text) => text.includes(word)));
}
