import { EffectError } from '@flowmason/engine';
import type { FailureType } from '@flowmason/pipeline-schema';
import type { HostNames } from './host-names.ts';
import { RefusedAddressError } from './judge-address.ts';
import { AnswerError } from './read-answer.ts';

/** What failed: the request as people know it, the address that was really called, and whether anything left. */
export interface FailedCall {
  /** Such as `GET https://api.example.com/health`. */
  readonly label: string;
  /** What the host that was called is told of as. */
  readonly place: HostNames;
  readonly isHostShown: boolean;
  /** Set when a profile had rewritten the address. */
  readonly isRewritten: boolean;
  readonly wasSent: boolean;
}

type Explanation = { readonly type: FailureType; readonly text: string; readonly retryable: boolean };

/** Says why a request got no usable answer, and what to do about it; undefined for an error that is a mistake of ours. */
export function explainTransportError(error: unknown, call: FailedCall): EffectError | undefined {
  const explanation = error instanceof Error ? explain(error, call) : undefined;
  if (explanation === undefined) return undefined;
  const rewritten = call.isRewritten ? ` (rewritten to ${call.place.origin})` : '';
  return new EffectError(explanation.type, `${call.label}${rewritten}: ${explanation.text}.`, {
    wasSent: call.wasSent,
    retryable: explanation.retryable,
    cause: error,
  });
}

function explain(error: Error, call: FailedCall): Explanation | undefined {
  if (error instanceof AnswerError) {
    return {
      type: error.type,
      text: `the answer ${error.message}`,
      retryable: error.type === 'CONNECTIVITY' || error.type === 'TIMEOUT',
    };
  }
  if (error instanceof RefusedAddressError) {
    const reason = call.isHostShown
      ? error.message
      : 'its host may not be called. It is not named here, because it was made of a secret';
    return { type: 'SECURITY', text: `it is not called: ${reason}`, retryable: false };
  }
  const code = codeOf(error);
  if (isCertificateCode(code)) {
    const text = `the certificate of ${call.place.host} is not trusted (${code}). Renew it, or make its authority known with NODE_EXTRA_CA_CERTS`;
    return { type: 'SECURITY', text, retryable: false };
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    const text = `${call.place.host} does not speak TLS there (${code}). Check the port, or use http:// if the service has no TLS`;
    return connectivity(text, false);
  }
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError' || isBrokenAssumption(error, code)) {
    return connectivity(
      `${call.place.host} answers something that is not HTTP. Check the port, or ${whereToLook(call)}`,
    );
  }
  const known = CODES[code];
  if (known !== undefined) return known(call);
  return code === '' ? undefined : connectivity(`the request to ${call.place.host} failed (${code})`);
}

/** Of several addresses that were tried, the first failure speaks for all. */
function codeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

/**
 * The client asserts what its parser gives, such as a status of 100 or more, and the answer breaks that. Node explains an assertion by
 * its source, which it cannot read in a bundle: then the error is about the syntax of that.
 */
function isBrokenAssumption(error: Error, code: string): boolean {
  return (
    code === 'ERR_ASSERTION' || (error instanceof SyntaxError && error.message.startsWith('Expecting Unicode escape'))
  );
}

function isCertificateCode(code: string): boolean {
  return /CERT|^ERR_TLS_|^UNABLE_TO_|^CRL_|^HOSTNAME_MISMATCH$/.test(code);
}

function connectivity(text: string, retryable = true): Explanation {
  return { type: 'CONNECTIVITY', text, retryable };
}

function whereToLook({ isRewritten }: FailedCall): string {
  return isRewritten ? "the profile's rewrite" : 'the host and port of the URL';
}

const unreachable = (call: FailedCall): Explanation =>
  connectivity(`there is no way to ${call.place.host} from here. Check the network, or ${whereToLook(call)}`);
const cutOff = (call: FailedCall): Explanation =>
  connectivity(
    `${call.place.host} closed the connection before the answer was complete. Look at the log of the service`,
  );
const noConnection = (call: FailedCall): Explanation =>
  connectivity(`${call.place.host} did not take a connection within 10 s. Check the network, or ${whereToLook(call)}`);
const silent = (call: FailedCall): Explanation => ({
  type: 'TIMEOUT',
  text: `${call.place.host} has been silent for too long. Set timeout_ms to give up earlier`,
  retryable: true,
});
const unknownName = (call: FailedCall): Explanation =>
  connectivity(
    `the name ${call.place.hostname} is not known. Check its spelling and the name server, or map it with a profile's rewrite`,
  );

const CODES: Readonly<Record<string, (call: FailedCall) => Explanation>> = {
  ECONNREFUSED: (call) =>
    connectivity(
      `nothing listens at ${call.place.host} (connection refused). Start the service, or check ${whereToLook(call)}`,
    ),
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  ETIMEDOUT: noConnection,
  UND_ERR_CONNECT_TIMEOUT: noConnection,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  EACCES: unreachable,
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  ECONNABORTED: cutOff,
  UND_ERR_SOCKET: cutOff,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: cutOff,
  ERR_STREAM_PREMATURE_CLOSE: cutOff,
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
  UND_ERR_HEADERS_OVERFLOW: () => ({
    type: 'LIMIT',
    text: 'the headers of the answer are larger than 64 kB',
    retryable: false,
  }),
  UND_ERR_INVALID_ARG: () => ({
    type: 'VALIDATION',
    text: 'the request cannot be sent as it is: a header or the method holds a character that is not allowed there',
    retryable: false,
  }),
};
