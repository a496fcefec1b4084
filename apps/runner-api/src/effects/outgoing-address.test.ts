import { channel } from 'node:diagnostics_channel';
import type { LookupAddress } from 'node:dns';
import { EffectError } from '@flowmason/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callContext } from './call-context.test-support.ts';
import { type AddressPolicy, createGuardedClient } from './guarded-client.ts';
import { newProgress } from './hop.ts';
import { NO_GUARD } from './host-guard.ts';
import { startService, type TestService } from './http-services.test-support.ts';
import { createHttpTransport, type HttpTransport, type ResolveName } from './http-transport.ts';
import { createOwnEndpoints } from './own-endpoints.ts';
import { METADATA_FORMS, OWN_FORMS, UNCALLABLE_FORMS } from './url-forms.test-support.ts';

const NO_RULES: AddressPolicy = {
  rewrite: () => undefined,
  refusalOf: () => undefined,
  holdsSecret: () => false,
  addressRuleFor: () => undefined,
};

/** Addresses of names; a name with several entries has another one every time it is asked for. */
const NAMES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  localhost: [['127.0.0.1']],
  'localhost.': [['127.0.0.1']],
  'this-machine.example': [['127.0.0.1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'lan.example': [['192.0.2.7']],
  'one-good-one-own.example': [['192.0.2.80', '127.0.0.1']],
  'cloud.example': [['169.254.169.254']],
  'one-good-one-cloud.example': [['127.0.0.1', '169.254.169.254']],
  'cloud-v6.example': [['::ffff:a9fe:a9fe']],
  'changes-its-mind.example': [['127.0.0.1'], ['169.254.169.254']],
};

let transport: HttpTransport;
/** Listens where the runner would. */
let runner: TestService;
let trap: TestService;
let lookups: string[];
/** Every socket that this process begins to connect. */
let sockets: number;
const countSocket = () => {
  sockets += 1;
};

const resolveName: ResolveName = (hostname, _options, callback) => {
  const answers = NAMES[hostname];
  lookups.push(hostname);
  const asked = lookups.filter((name) => name === hostname).length;
  const addresses = answers?.[Math.min(asked, answers.length) - 1] ?? [];
  if (addresses.length === 0) return callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), []);
  callback(
    null,
    addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

beforeAll(async () => {
  runner = await startService((_, res) => res.end('the runner'));
  trap = await startService((call, res) => {
    const to = new URL(call.url, 'http://trap').searchParams.get('to');
    if (to === null) res.end('the trap');
    else res.writeHead(302, { Location: to }).end();
  });
  const own = createOwnEndpoints(() => ['192.0.2.7', '2001:db8::7']);
  own.add(Number(new URL(runner.url).port), ['fm.example', 'fm-behind.example:8443']);
  transport = createHttpTransport({ own, resolveName });
  channel('net.client.socket').subscribe(countSocket);
});
afterAll(async () => {
  channel('net.client.socket').unsubscribe(countSocket);
  await transport.close();
  await Promise.all([runner.close(), trap.close()]);
});
beforeEach(() => {
  sockets = 0;
  lookups = [];
});

async function call(url: string, rest: { policy?: Partial<AddressPolicy>; followRedirects?: boolean } = {}) {
  const progress = newProgress();
  const client = createGuardedClient({ transport, policy: { ...NO_RULES, ...rest.policy }, hosts: NO_GUARD });
  const request = {
    method: 'GET',
    url,
    headers: {},
    followRedirects: rest.followRedirects ?? false,
    maxResponseBytes: 1000,
    signal: new AbortController().signal,
    caller: callContext(),
  };
  try {
    return (await client.send(request, progress)).body;
  } catch (error) {
    if (!(error instanceof EffectError)) throw error;
    return { type: error.type, message: error.message, wasSent: error.wasSent, sockets };
  }
}

function ownForm(form: string): string {
  return form.replace('PORT', new URL(runner.url).port);
}

describe('a metadata service', () => {
  it.each(METADATA_FORMS)('is not connected to as %j', async (url) => {
    expect(await call(url)).toMatchObject({ type: 'SECURITY', wasSent: false, sockets: 0 });
  });

  it.each(['cloud.example', 'one-good-one-cloud.example', 'cloud-v6.example'])(
    'is not connected to by the name %s',
    async (name) => {
      expect(await call(`http://${name}/`)).toMatchObject({
        type: 'SECURITY',
        wasSent: false,
        message: expect.stringContaining(`the host ${name} is the address of a cloud's metadata service`),
      });
      expect(trap.received).toEqual([]);
    },
  );

  it('is not called where a rewrite leads away from it, as it would not be without', async () => {
    const policy = { rewrite: () => new URL(trap.url) };
    expect(await call('http://169.254.169.254/', { policy })).toMatchObject({ type: 'SECURITY', sockets: 0 });
  });

  it('is not called when the profile allows it', async () => {
    const policy = { addressRuleFor: () => ({ key: 'all', refusalOf: () => undefined }) };
    expect(await call('http://169.254.169.254/', { policy })).toMatchObject({ type: 'SECURITY', sockets: 0 });
  });
});

describe('an address that cannot be called', () => {
  it.each(UNCALLABLE_FORMS)('%j opens no connection', async (url) => {
    const refusal = await call(url);
    expect(refusal).toMatchObject({
      type: expect.stringMatching(/^(SECURITY|VALIDATION)$/),
      wasSent: false,
      sockets: 0,
    });
  });
});

describe('the runner itself', () => {
  it.each(OWN_FORMS)('is not connected to as %j', async (form) => {
    expect(await call(ownForm(form))).toMatchObject({ type: 'SECURITY', wasSent: false });
    expect(runner.received).toEqual([]);
  });

  it('is not called, and the message names what to do instead', async () => {
    const { host } = new URL(runner.url);
    expect(await call(`${runner.url}/api/v1/runs`)).toEqual({
      type: 'SECURITY',
      message: `GET ${runner.url}/api/v1/runs: it is not called: ${host} is this runner itself. To run another pipeline, use a subpipeline stage.`,
      wasSent: false,
      sockets: 0,
    });
  });

  // A header holds no other letters, and what has no slashes is read as a path.
  const locations = OWN_FORMS.filter((form) => /^https?:[\\/]{2}[ -~]+$/.test(form));
  it.each(locations)('is not reached through a redirect to %j', async (form) => {
    const url = `${trap.url}/?to=${encodeURIComponent(ownForm(form))}`;
    expect(await call(url, { followRedirects: true })).toMatchObject({ type: 'SECURITY' });
    expect(runner.received).toEqual([]);
  });

  it('is not reached through a rewrite', async () => {
    const policy = { rewrite: () => new URL(runner.url) };
    expect(await call('https://api.example/', { policy })).toMatchObject({ type: 'SECURITY', sockets: 0 });
  });

  it.each([
    'https://fm.example/',
    'http://FM.example./api',
    'http://fm.example:PORT/',
    'https://fm-behind.example:8443/',
  ])('is not called by the name that it is served under: %s', async (form) => {
    expect(await call(ownForm(form))).toMatchObject({ type: 'SECURITY', sockets: 0 });
    expect(lookups).toEqual([]);
  });

  it('leaves other services behind its name callable', async () => {
    expect(await call('http://fm.example:9090/')).toMatchObject({ type: 'CONNECTIVITY' });
    expect(lookups).toEqual(['fm.example']);
  });

  it('leaves other services of this machine callable', async () => {
    expect(await call(trap.url.replace('127.0.0.1', 'localhost'))).toBe('the trap');
  });

  it('leaves its port callable on other machines', async () => {
    const { port } = new URL(runner.url);
    expect(createOwnEndpoints(() => []).has('192.0.2.8', Number(port))).toBe(false);
  });
});

describe('a name', () => {
  it('is resolved once, and the connection goes to what was judged', async () => {
    const url = `http://changes-its-mind.example:${new URL(trap.url).port}/`;
    expect(await call(url)).toBe('the trap');
    expect(lookups).toEqual(['changes-its-mind.example']);
  });

  it('is judged anew for every new connection', async () => {
    const fresh = createHttpTransport({ own: createOwnEndpoints(), resolveName });
    lookups = ['changes-its-mind.example'];
    const client = createGuardedClient({ transport: fresh, policy: NO_RULES, hosts: NO_GUARD });
    const request = {
      method: 'GET',
      url: `http://changes-its-mind.example:${new URL(trap.url).port}/`,
      headers: {},
      followRedirects: false,
      maxResponseBytes: 1000,
      signal: new AbortController().signal,
      caller: callContext(),
    };
    const progress = newProgress();
    await expect(client.send(request, progress)).rejects.toMatchObject({ type: 'SECURITY', wasSent: false });
    await fresh.close();
  });
});

describe('a rule on addresses', () => {
  const denyLoopback = {
    key: 'deny loopback',
    refusalOf: (address: string, host: string) => (address === '127.0.0.1' ? `${host} is denied` : undefined),
  };

  it('is held against the addresses of a name', async () => {
    const policy = { addressRuleFor: () => denyLoopback };
    expect(await call(trap.url.replace('127.0.0.1', 'localhost'), { policy })).toMatchObject({
      type: 'SECURITY',
      message: expect.stringContaining('localhost is denied'),
    });
  });

  it('is not dodged by a connection that was opened without it', async () => {
    const url = trap.url.replace('127.0.0.1', 'this-machine.example');
    expect(await call(url)).toBe('the trap');
    const policy = { addressRuleFor: () => denyLoopback };
    expect(await call(url, { policy })).toMatchObject({ type: 'SECURITY' });
  });

  it('is not held against where a rewrite leads', async () => {
    const policy = { rewrite: () => new URL(trap.url), addressRuleFor: () => denyLoopback };
    expect(await call('https://api.example/', { policy })).toBe('the trap');
  });
});

describe('the environment of the process', () => {
  it('puts no proxy in front of a call', async () => {
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = runner.url;
    try {
      expect(await call(trap.url)).toBe('the trap');
      expect(runner.received).toEqual([]);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});
