import { describe, expect, it } from 'vitest';
import { accessOptionsOf } from './access-options.ts';

describe('whether a server asks for tokens', () => {
  it.each([
    [{}, false],
    [{ FM_REQUIRE_TOKEN: '1' }, true],
    [{ FM_ADMIN_TOKEN: 'x' }, true],
    [{ FM_ADMIN_TOKEN_FILE: '/x' }, true],
    [{ FM_ADMIN_TOKEN: 'x', FM_REQUIRE_TOKEN: '0' }, false],
    [{ FM_ADMIN_TOKEN: '', FM_REQUIRE_TOKEN: '' }, false],
  ])('with %j is %s', (env, requireToken) => {
    expect(accessOptionsOf({}, env).requireToken).toBe(requireToken);
  });

  it('is said by the option first', () => {
    expect(accessOptionsOf({ requireToken: true }, { FM_REQUIRE_TOKEN: '0' }).requireToken).toBe(true);
  });

  it('is no guess', () => {
    expect(() => accessOptionsOf({}, { FM_REQUIRE_TOKEN: 'yes please' })).toThrow('must be 1 or 0');
  });
});
