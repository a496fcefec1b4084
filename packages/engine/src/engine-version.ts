/**
 * The version of the interpreter's rules. It grows when the same journal would be folded or decided on differently, so
 * that a host can tell a run that began under other rules before it takes the run up.
 */
export const ENGINE_VERSION = 2;

/** The first version in which an interrupted attempt that nothing handles waits for a person; before, it failed at once. */
export const FIRST_WITH_DECISIONS = 2;
