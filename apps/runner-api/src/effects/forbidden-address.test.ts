import { describe, expect, it } from 'vitest';
import { isForbiddenAddress, isForbiddenName } from './forbidden-address.ts';

/** What the URL parser makes of a host, which is what is judged and called. */
function hostOf(url: string): string {
  return new URL(url).hostname;
}

describe('isForbiddenAddress', () => {
  it.each([
    'http://169.254.169.254/',
    'http://169.254.170.2/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://168.63.129.16/',
    'http://[fd20:ce::254]/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://0xa9.254.0251.254/',
    'http://169.254.43518/',
    'http://１６９.254.169.254/',
    'http://169.254.169.254./',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://[::ffff:0:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[2001:0:4136:e378:8000:63bf:5601:5601]/',
    'http://[2001:db8::5efe:a9fe:a9fe]/',
    'http://[::ffff:100.100.100.200]/',
  ])('forbids the host of %s', (url) => {
    expect(isForbiddenAddress(hostOf(url))).toBe(true);
  });

  it('forbids what is no address at all', () => {
    expect(isForbiddenAddress('not-an-address')).toBe(true);
  });

  it('forbids a link-local address with a zone', () => {
    expect(isForbiddenAddress('fe80::1%eth0')).toBe(true);
  });

  it.each(['127.0.0.1', '10.0.0.1', '192.168.1.1', '8.8.8.8', '::1', 'fd12::1', '2606:4700::1111', '169.253.0.1'])(
    'lets %s pass',
    (address) => {
      expect(isForbiddenAddress(address)).toBe(false);
    },
  );
});

describe('isForbiddenName', () => {
  it.each(['metadata.google.internal', 'METADATA.google.internal.', 'instance-data'])('forbids %s', (name) => {
    expect(isForbiddenName(name)).toBe(true);
  });

  it('lets a name pass that only ends like one', () => {
    expect(isForbiddenName('my-metadata.google.internal.example')).toBe(false);
  });
});
