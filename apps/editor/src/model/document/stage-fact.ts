import { isJsonObject, type Json, type Stage } from '@flowmason/pipeline-schema';

/**
 * The one thing about a stage that its card has room for: method and host of a request, the model, the condition in
 * short. Empty when there is nothing worth saying.
 */
export function toStageFact(stage: Stage): string {
  return (FACTS.get(stage.component)?.(stage.config) ?? '').slice(0, MAX_FACT);
}

/** More does not fit a card. Longer texts are not even looked at: laying out one long word takes a browser seconds. */
const MAX_FACT = 120;
const MAX_READ = 500;

type Fact = (config: Stage['config']) => string;

/** A map, because a file may name its component `constructor`. */
const FACTS: ReadonlyMap<string, Fact> = new Map(
  Object.entries<Fact>({
    http_request: ({ method, url }) => `${text(method) || 'GET'} ${hostOf(text(url))}`,
    generator: ({ model }) => text(model),
    critic: ({ model }) => text(model),
    improver: ({ model }) => text(model),
    selector: ({ model }) => text(model),
    synthesizer: ({ model }) => text(model),
    conditional: ({ condition }) => bare(text(condition)),
    router: ({ value, routes }) => (value === undefined ? plural(countOf(routes), 'route') : bare(text(value))),
    trycatch: ({ error_scope }) => (error_scope === 'continue' ? 'goes on when caught' : ''),
    foreach: ({ items }) => (Array.isArray(items) ? plural(items.length, 'item') : bare(text(items))),
    loop: ({ items }) => (Array.isArray(items) ? plural(items.length, 'item') : bare(text(items))),
    logger: ({ level, message }) => `${text(level) || 'info'} · ${text(message)}`,
    json_transform: ({ expression, mapping }) => text(expression) || plural(countOf(mapping), 'key'),
    filter: ({ condition }) => bare(text(condition)),
    schema_validate: ({ data }) => bare(text(data)),
    variable_set: ({ name, variables }) =>
      text(name) || (isJsonObject(variables) ? Object.keys(variables).join(', ') : ''),
    subpipeline: ({ pipeline }) => text(pipeline),
    return: ({ status }) => text(status),
    wait: ({ seconds, until }) => (seconds === undefined ? text(until) : `${text(seconds)} s`),
    approval: ({ message }) => text(message),
  }),
);

function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, MAX_READ).replaceAll(/\s+/g, ' ').trim()
    : '';
}

/** The expression of a text that is one template, else the text. */
function bare(template: string): string {
  const whole = /^\{\{(?<inside>(?:(?!\}\}).)*)\}\}$/.exec(template);
  return whole?.groups?.['inside']?.trim() ?? template;
}

/** The host of an address; of one that starts with a template, the name that gives the base. */
function hostOf(url: string): string {
  const base = /^\{\{\s*(?<expression>[^}]*?)\s*\}\}/.exec(url)?.groups?.['expression'];
  if (base !== undefined) return base.split('|')[0]?.trim().split('.').at(-1) ?? base;
  const host = /^[a-z]+:\/\/(?<host>(?:\{\{[^}]*\}\}|[^/?#])*)/i.exec(url)?.groups?.['host'] ?? url;
  return host.replaceAll(/\{\{\s*([^}]*?)\s*\}\}/g, (_, expression: string) => `{${expression.split('.').at(-1)}}`);
}

function countOf(value: Json | undefined): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
