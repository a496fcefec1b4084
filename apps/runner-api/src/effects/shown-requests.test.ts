import { describe, expect, it } from 'vitest';
import { context, failureOf, request, useGateBench } from './gate-bench.test-support.ts';
import { createHostGuard } from './host-guard.ts';
import { findClosedPort } from './http-services.test-support.ts';

const { serve, gateWith } = useGateBench();

/** A request whose parts were made of a secret, `reverse` of which is what may be told nowhere. */
const changed = (url: string, shownUrl: string, isHostShown = true) =>
  request(url, {
    method: 'POST',
    headers: { 'X-Key': 'yek' },
    body: '{"key":"yek"}',
    shown: { url: shownUrl, headers: { 'X-Key': '[secret:KEY]' }, body: '{"key":"[secret:KEY]"}', isHostShown },
  });

describe('a request that may not be told of as it is', () => {
  it('is recorded as it may be, with the headers that every request has', async () => {
    const service = await serve((_, res) => res.end());
    const { record } = await gateWith().http(changed(`${service.url}/yek`, `${service.url}/[secret:KEY]`), context());
    expect(record.request).toEqual({
      method: 'POST',
      url: `${service.url}/[secret:KEY]`,
      headers: {
        'User-Agent': 'FlowMason',
        Accept: '*/*',
        'Accept-Encoding': 'gzip, deflate, br, zstd',
        'X-Key': '[secret:KEY]',
      },
      body: { key: '[secret:KEY]' },
    });
    expect(service.received).toMatchObject([{ url: '/yek', headers: { 'x-key': 'yek' }, body: '{"key":"yek"}' }]);
  });

  it.each([
    [
      'https://api.example/v1/yek?k=yek',
      'https://api.example/v1/[secret:KEY]?k=[secret:KEY]',
      '/v1/[secret:KEY]?k=[secret:KEY]',
    ],
    ['https://api.example/v1/yek', '[secret:HOOK]', '/[secret:HOOK]'],
  ])('is recorded so with both addresses when %s is rewritten', async (url, shownUrl, path) => {
    const service = await serve((_, res) => res.end());
    const gate = gateWith({ rewrite: ({ pathname, search }) => new URL(`${service.url}${pathname}${search}`) });
    const { record } = await gate.http(changed(url, shownUrl), context());
    expect([record.request.url, record.originalUrl]).toEqual([`${service.url}${path}`, shownUrl]);
  });

  it('keeps its secrets when it is rewritten and redirected', async () => {
    const service = await serve(({ url }, res) => {
      if (url === '/yek') res.writeHead(307, { Location: '/yek/' }).end();
      else res.end();
    });
    const gate = gateWith({ rewrite: ({ pathname }) => new URL(`${service.url}${pathname}`) });
    const sent = { ...changed('https://api.example/yek', 'https://api.example/[secret:KEY]'), followRedirects: true };
    const { record } = await gate.http(sent, context());
    expect(service.received.map(({ url }) => url)).toEqual(['/yek', '/yek/']);
    expect(JSON.stringify(record.request)).not.toContain('yek');
  });

  it('is refused under the name that it may have', async () => {
    const gate = gateWith({ refusalOf: () => 'no' });
    const error = await failureOf(
      gate.http(changed('https://api.example/yek', 'https://api.example/[secret:KEY]'), context()),
    );
    expect(error.message).toBe('POST https://api.example/[secret:KEY] is not called: no.');
    expect(JSON.stringify(error.record)).not.toContain('yek');
  });
});

describe('a host that was made of a secret', () => {
  const shownUrl = 'http://[secret:KEY]/';

  it('is named by no message', async () => {
    const port = await findClosedPort();
    const messages = await Promise.all(
      [`http://127.0.0.1:${port}/`, 'http://169.254.169.254/', 'http://yek.invalid/'].map(async (url) => {
        const error = await failureOf(gateWith().http(changed(url, shownUrl, false), context()));
        return error.message;
      }),
    );
    expect(messages).toEqual([
      'POST http://[secret:KEY]/: nothing listens at the host that a secret names (connection refused). Start the service, or check the host and port of the URL.',
      "POST http://[secret:KEY]/ is not called: the host that a secret names is the address of a cloud's metadata service, which gives out credentials.",
      "POST http://[secret:KEY]/: the name that a secret gives is not known. Check its spelling and the name server, or map it with a profile's rewrite.",
    ]);
  });

  it('is named by no breaker, until a pipeline names it openly', async () => {
    const guard = createHostGuard(() => 0);
    const fail = (shownHost: string) =>
      guard
        .watch({ host: 'yek', shownHost, label: 'GET x', caller: context() }, async () => ({ status: 503 }))
        .catch((error: Error) => error.message);
    for (let time = 0; time < 5; time++) await fail('the host that a secret names');
    expect(await fail('the host that a secret names')).toContain(
      'not sent: the host that a secret names has been left',
    );
    expect(guard.breakerStates()).toMatchObject([{ host: 'the host that a secret names', circuit: 'open' }]);
    await fail('yek');
    await fail('the host that a secret names');
    expect(guard.breakerStates()).toMatchObject([{ host: 'yek', circuit: 'open' }]);
  });
});
