import { describe, expect, it } from 'vitest';
import { context, failureOf, request, useGateBench } from './gate-bench.test-support.ts';
import type { ReceivedCall } from './http-services.test-support.ts';

const { serve, gateWith } = useGateBench();

describe('a redirect that is followed', () => {
  const secretHeaders = { Authorization: 'Bearer t', 'X-Api-Key': 'k', Accept: 'text/plain' };

  it('takes everything along within the same origin', async () => {
    const service = await serve((call, res) => {
      if (call.url === '/a') res.writeHead(307, { Location: '/b' }).end();
      else res.end('there');
    });
    const answer = await gateWith().http(
      request(`${service.url}/a`, { method: 'POST', body: 'x', headers: secretHeaders, followRedirects: true }),
      context(),
    );
    expect(answer).toMatchObject({ status: 200, body: 'there' });
    expect(service.received[1]).toMatchObject({ method: 'POST', body: 'x', headers: { authorization: 'Bearer t' } });
  });

  it('leaves every header that may be secret behind when it leads to another origin', async () => {
    const other = await serve((_, res) => res.end('there'));
    const service = await serve((_, res) => res.writeHead(302, { Location: `${other.url}/x` }).end());
    await gateWith().http(request(service.url, { headers: secretHeaders, followRedirects: true }), context());
    expect(other.received[0]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(Object.keys(other.received[0]?.headers ?? {})).not.toContain('authorization');
    expect(Object.keys(other.received[0]?.headers ?? {})).not.toContain('x-api-key');
  });

  it('becomes a GET without a body after 303', async () => {
    const service = await serve((call: ReceivedCall, res) => {
      if (call.method === 'PUT') res.writeHead(303, { Location: '/result' }).end();
      else res.end('result');
    });
    await gateWith().http(
      request(service.url, {
        method: 'PUT',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
        followRedirects: true,
      }),
      context(),
    );
    expect(service.received[1]).toMatchObject({ method: 'GET', url: '/result', body: '' });
    expect(service.received[1]?.headers['content-type']).toBeUndefined();
  });

  it('does not carry a body to another origin', async () => {
    const other = await serve((_, res) => res.end());
    const service = await serve((_, res) => res.writeHead(308, { Location: other.url }).end());
    const call = gateWith().http(
      request(service.url, { method: 'PUT', body: 'secret', followRedirects: true }),
      context(),
    );
    expect(await failureOf(call)).toMatchObject({ type: 'SECURITY' });
    expect(other.received).toEqual([]);
  });

  it('does not carry a secret in its address to another origin', async () => {
    const other = await serve((_, res) => res.end());
    const service = await serve((_, res) => res.writeHead(302, { Location: `${other.url}/?token=s3cret` }).end());
    const gate = gateWith({ holdsSecret: (text) => text.includes('s3cret') });
    const error = await failureOf(gate.http(request(service.url, { followRedirects: true }), context()));
    expect(error).toMatchObject({ type: 'SECURITY', message: expect.stringContaining('with a secret in the address') });
    expect(other.received).toEqual([]);
  });

  it('does not lead from https to plain http', async () => {
    const gate = gateWith({ rewrite: () => new URL(plain.url) });
    const plain = await serve((_, res) => res.writeHead(302, { Location: 'http://api.example/x' }).end());
    const call = gate.http(request('https://api.example/', { followRedirects: true }), context());
    expect(await failureOf(call)).toMatchObject({ message: expect.stringContaining('from https to plain http') });
    expect(plain.received).toHaveLength(1);
  });

  it.each(['http://169.254.169.254/', 'file:///etc/passwd', 'ftp://files.example/', 'unix:///run/x.sock'])(
    'does not lead to %s',
    async (location) => {
      const service = await serve((_, res) => res.writeHead(302, { Location: location }).end());
      const call = gateWith().http(request(service.url, { followRedirects: true }), context());
      expect(await failureOf(call)).toMatchObject({ type: 'SECURITY' });
    },
  );

  it('ends after five hops', async () => {
    const service = await serve((call, res) => res.writeHead(302, { Location: `${call.url}x` }).end());
    const call = gateWith().http(request(service.url, { followRedirects: true }), context());
    expect(await failureOf(call)).toMatchObject({
      type: 'EXECUTION',
      message: expect.stringContaining('more than 5 times'),
    });
    expect(service.received).toHaveLength(6);
  });
});

describe('a redirect of a request that was made of a secret', () => {
  const KEY = 'key-of-the-api';
  const shown = (url: string, headers: Record<string, string> = {}) => ({ url, headers, isHostShown: true });
  const caller = { ...context(), secretsRead: ['KEY'] };
  /** Keeps what was made of the secret with `own`. */
  const boundTo = (own: string) =>
    gateWith({
      refusalOf: (url, { caller: { secretsRead = [] } }) =>
        url.origin !== own && secretsRead.length > 0 ? `KEY does not go to ${url.origin}` : undefined,
    });

  it('is followed to another origin without anything of the secret', async () => {
    const other = await serve((_, res) => res.end('there'));
    const service = await serve((_, res) => res.writeHead(302, { Location: `${other.url}/x` }).end());
    const answer = await boundTo(service.url).http(
      request(`${service.url}/redir`, {
        headers: { Authorization: KEY, Accept: KEY, 'User-Agent': 'mine' },
        followRedirects: true,
        shown: shown(`${service.url}/redir`, {
          Authorization: '[secret:KEY]',
          Accept: '[secret:KEY]',
          'User-Agent': 'mine',
        }),
      }),
      caller,
    );
    expect(answer).toMatchObject({ status: 200, body: 'there' });
    expect(service.received).toMatchObject([{ headers: { authorization: KEY, accept: KEY } }]);
    expect(other.received).toMatchObject([{ url: '/x', headers: { 'user-agent': 'mine' } }]);
    expect(JSON.stringify(other.received)).not.toContain(KEY);
  });

  it('takes the secret along within its origin', async () => {
    const service = await serve((call, res) => {
      if (call.url === '/a') res.writeHead(302, { Location: '/b' }).end();
      else res.end('there');
    });
    const headers = { Authorization: KEY };
    await boundTo(service.url).http(
      request(`${service.url}/a`, {
        headers,
        followRedirects: true,
        shown: shown(`${service.url}/a`, { Authorization: '[secret:KEY]' }),
      }),
      caller,
    );
    expect(service.received).toMatchObject([
      { url: '/a', headers: { authorization: KEY } },
      { url: '/b', headers: { authorization: KEY } },
    ]);
  });

  it('is not followed when the other address may not be called, and the message says where it led', async () => {
    const service = await serve((_, res) => res.writeHead(302, { Location: 'http://169.254.169.254/x' }).end());
    const call = gateWith().http(request(`${service.url}/redir`, { followRedirects: true }), context());
    const error = await failureOf(call);
    expect([error.type, error.wasSent, error.message]).toEqual([
      'SECURITY',
      true,
      `GET ${service.url}/redir (redirected to http://169.254.169.254) is not followed: the host 169.254.169.254 is the address of a cloud's metadata service, which gives out credentials.`,
    ]);
  });
});
