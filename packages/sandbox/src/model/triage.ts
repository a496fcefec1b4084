import type { Traits } from '../situation.ts';

type Reading = {
  readonly issueType: string;
  /** What must stand in the prompt. */
  readonly sign: RegExp;
  readonly rootCause: string;
  readonly action: string;
};

/** Signs that the scripted triage knows, most telling first. */
const READINGS: readonly Reading[] = [
  {
    issueType: 'OOM',
    sign: /OutOfMemoryError|OOMKilled|out of memory/gi,
    rootCause: 'Memory leak in the payment batch: heap grows until the container is killed (OOM)',
    action: 'Restart the service and keep a heap dump',
  },
  {
    issueType: 'connection_pool_exhausted',
    sign: /Connection is not available|remaining connection slots|pool exhausted/gi,
    rootCause: 'The database connection pool is used up: all connections active, requests waiting',
    action: 'Enlarge the connection pool and look for connections that are not given back',
  },
  {
    issueType: 'bad_deploy',
    sign: /version=\d[\w.]*/g,
    rootCause: 'The newest version fails on requests that the one before it served',
    action: 'Roll the newest deploy back',
  },
];

/**
 * The triage of an incident from what the prompt shows of logs, metrics and deploys, as one JSON object; as prose when
 * the situation has the model not keep to JSON.
 */
export function toTriage(prompt: string, mood: Traits['model']): string {
  const found = READINGS.map((reading) => ({ reading, count: [...prompt.matchAll(reading.sign)].length })).find(
    ({ count }) => count > 0,
  );
  if (mood === 'prose') {
    return 'I have looked at the data, and this might be a memory problem, though I would rather ask somebody who knows the service before anything is restarted.';
  }
  if (found === undefined) {
    return JSON.stringify({
      root_cause: 'The errors fit no known pattern',
      severity: 'high',
      issue_type: 'unknown',
      recommended_action: 'Have somebody who knows the service look at it',
      confidence: 'low',
      supporting_evidence: ['No sign of memory, connection or deploy trouble in logs or metrics'],
    });
  }
  const { reading, count } = found;
  return JSON.stringify({
    root_cause: reading.rootCause,
    severity: 'critical',
    issue_type: reading.issueType,
    recommended_action: reading.action,
    confidence: mood,
    supporting_evidence: [
      `${count} log lines show it`,
      ...memoryEvidence(prompt, reading.issueType),
      deployEvidence(prompt),
    ],
  });
}

function memoryEvidence(prompt: string, issueType: string): readonly string[] {
  if (issueType !== 'OOM' || !prompt.includes('memory_used_percent')) return [];
  const values =
    prompt
      .slice(prompt.indexOf('memory_used_percent'))
      .match(/"(\d+\.\d+)"/g)
      ?.map((text) => Number(text.slice(1, -1))) ?? [];
  const [first, last] = [values[0], values.at(-1)];
  return first === undefined || last === undefined
    ? []
    : [`Memory grew from ${Math.round(first)} % to ${Math.round(last)} %`];
}

function deployEvidence(prompt: string): string {
  const age = /"age_minutes":\s*(\d+)/.exec(prompt)?.[1];
  return age === undefined ? 'No deploys in the last 24 hours' : `Last deploy ${age} minutes ago`;
}
