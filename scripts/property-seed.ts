import fc from 'fast-check';

/**
 * Set-up of the unit tests: the property tests of the suite draw the same cases each time, so that nobody's change fails by a
 * fault that it does not have. `FM_SEED=random` (or a number) looks further, as does vitest when it is started inside a package.
 */
const DEFAULT_SEED = 20_261_122;

const asked = process.env['FM_SEED'];
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? DEFAULT_SEED : Number(asked) });
