import type { StageReading } from '../dialects/read-stage.ts';
import { insertMember, replaceNode } from '../text/source-edits.ts';
import { type SourceMember, textOf } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
import { placeOfKey, placeOfValue } from './reporter.ts';

/** A stage that sends an HTTP request, with what can be said of it before it runs. */
interface RequestStage {
  readonly reading: StageReading;
  readonly url: string | undefined;
  /** Undefined when a template decides. */
  readonly method: string | undefined;
  /** Scheme and host as they are written; equal texts mean the same server. */
  readonly host: string | undefined;
}

/** Reports requests that look as if something had been forgotten: a mark, a login, a content type. */
export function checkRequests(context: CheckContext): void {
  const requests = context.document.stages.flatMap((reading) => toRequest(reading) ?? []);
  const logins = collectLogins(requests);
  for (const request of requests) {
    checkMark(context, request);
    checkLogin(context, request, logins);
    checkPatch(context, request);
  }
}

function toRequest(reading: StageReading): RequestStage | undefined {
  if (reading.component?.effect !== 'http' || !reading.config.has('url')) return undefined;
  const { url, method = 'GET' } = reading.stage.config;
  const host = typeof url === 'string' ? hostOf(url) : undefined;
  return {
    reading,
    url: typeof url === 'string' ? url : undefined,
    method: typeof method === 'string' && !method.includes('{{') ? method.toUpperCase() : undefined,
    host,
  };
}

/** What stands before the first slash of the path, templates included, blanks in templates left out. */
function hostOf(url: string): string | undefined {
  const match = /^(?:https?:\/\/)?(?:\{\{[^{}]*\}\}|[^/?#{}])+/i.exec(url.trim());
  return match === null ? undefined : match[0].replace(/\s+/g, '').toLowerCase();
}

function checkMark({ text, reporter }: CheckContext, { reading, method }: RequestStage): void {
  const isMarked = reading.fields.has('idempotent') || reading.fields.has('on_interrupt');
  if ((method !== 'POST' && method !== 'PATCH') || isMarked) return;
  const member = reading.config.get('method');
  const place = member === undefined ? reading.node : placeOfValue(member);
  const message = `Stage "${reading.stage.id}" sends a ${method} and does not say whether it may be sent again. After a crash it ends as INTERRUPTED.`;
  reporter.report('not-idempotent', place, message, {
    fixes: [
      {
        title: 'It may be sent again: add "idempotent": true',
        edits: insertMember(text, reading.node, 'idempotent', true),
      },
      {
        title: 'It must not be sent twice: add "on_interrupt": "fail"',
        edits: insertMember(text, reading.node, 'on_interrupt', 'fail'),
      },
    ],
  });
}

type Login = { readonly id: string; readonly key: string; readonly value: string; readonly member: SourceMember };

function collectLogins(requests: readonly RequestStage[]): ReadonlyMap<string, Login> {
  const logins = new Map<string, Login>();
  for (const { host, reading } of requests) {
    const member = headerOf(reading, 'authorization');
    const value = textOf(member?.value);
    if (host === undefined || member === undefined || value === undefined || logins.has(host)) continue;
    logins.set(host, { id: reading.stage.id, key: member.key, value, member });
  }
  return logins;
}

function checkLogin(context: CheckContext, request: RequestStage, logins: ReadonlyMap<string, Login>): void {
  const { reading, host } = request;
  const login = host === undefined ? undefined : logins.get(host);
  if (login === undefined || !hasFixedHeaders(reading) || headerOf(reading, 'authorization') !== undefined) return;
  const url = reading.config.get('url');
  const message = `Stage "${reading.stage.id}" calls the same server as "${login.id}" without the Authorization header.`;
  context.reporter.report('missing-authorization', url === undefined ? reading.node : placeOfValue(url), message, {
    related: [{ message: `"${login.id}" sends it`, at: placeOfKey(login.member) }],
    fixes: [{ title: `Add the header of "${login.id}"`, edits: headerEdits(context, reading, login.key, login.value) }],
  });
}

const PATCH_TYPE = /^application\/(?:(?:strategic-)?merge-patch|json-patch|apply-patch)\+/i;
const KUBERNETES_PATH = /\/apis\/[^/]+\/v\d\w*\/|\/api\/v1\/(?:namespaces|nodes|persistentvolumes)\//;
const DEFAULT_PATCH_TYPE = 'application/merge-patch+json';

function checkPatch(context: CheckContext, { reading, method, url }: RequestStage): void {
  if (method !== 'PATCH' || url === undefined || !KUBERNETES_PATH.test(url) || !hasFixedHeaders(reading)) return;
  const header = headerOf(reading, 'content-type');
  const type = textOf(header?.value);
  if (header !== undefined && (type === undefined || type.includes('{{') || PATCH_TYPE.test(type))) return;
  const member = header ?? reading.config.get('method');
  const message = `Stage "${reading.stage.id}" patches a Kubernetes object without a patch content type; the server refuses it with 415.`;
  context.reporter.report('patch-content-type', member === undefined ? reading.node : placeOfValue(member), message, {
    fixes: [
      {
        title: `Send ${DEFAULT_PATCH_TYPE}`,
        edits:
          header?.value === undefined
            ? headerEdits(context, reading, 'Content-Type', DEFAULT_PATCH_TYPE)
            : replaceNode(context.text, header.value, DEFAULT_PATCH_TYPE),
      },
    ],
  });
}

/** The headers are written out, so what is not among them is not sent. */
function hasFixedHeaders(reading: StageReading): boolean {
  const headers = reading.config.get('headers')?.value;
  return headers === undefined || headers.kind === 'object';
}

function headerOf(reading: StageReading, name: string): SourceMember | undefined {
  const headers = reading.config.get('headers')?.value;
  if (headers?.kind !== 'object') return undefined;
  return [...headers.byKey.values()].find(({ key }) => key.toLowerCase() === name);
}

function headerEdits({ text }: CheckContext, reading: StageReading, key: string, value: string) {
  const headers = reading.config.get('headers')?.value;
  if (headers?.kind === 'object') return insertMember(text, headers, key, value);
  const config = (reading.fields.get('config') ?? reading.fields.get('input_mapping'))?.value;
  return config?.kind === 'object' ? insertMember(text, config, 'headers', { [key]: value }) : [];
}
