import type { FailureType } from '@flowmason/pipeline-schema';

/** What a failing status is to those who catch it (`spec.md` §4.3). */
export function failureTypeOf(status: number): FailureType {
  if (status === 401 || status === 403) return 'SECURITY';
  if (status === 408 || status === 504) return 'TIMEOUT';
  if (status === 429 || status >= 500) return 'CONNECTIVITY';
  return 'EXECUTION';
}

const RETRYABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

/** True when the same request may be answered better a little later (`spec.md` §4.5). */
export function isRetryable(status: number): boolean {
  return RETRYABLE.has(status);
}

/** `503 Service Unavailable`; the number alone for a status without a common name. */
export function describeStatus(status: number): string {
  const name = STATUS_NAMES[status];
  return name === undefined ? String(status) : `${status} ${name}`;
}

/** What a person may do about a status that was not expected; empty when the status says enough. */
export function adviceFor(status: number): string {
  if (status >= 300 && status < 400) return 'Call the new address, or set follow_redirects.';
  return ADVICE[status] ?? '';
}

const ADVICE: Readonly<Record<number, string>> = {
  400: 'The service refused the request: compare config.body and config.query_params with its documentation.',
  401: 'Check the credentials in config.headers.',
  403: 'The credentials lack the right to do this.',
  404: 'Check the path of config.url, and that the thing it names exists.',
  405: 'Check config.method.',
  409: 'Somebody else changed the same thing: read it again first.',
  415: 'Check the Content-Type in config.headers.',
  422: 'The service understood the request but not its values: compare config.body with its documentation.',
  429: 'The service asks to be called less often: add `retry` with a longer delay.',
};

const STATUS_NAMES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  418: "I'm a teapot",
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
  511: 'Network Authentication Required',
};
