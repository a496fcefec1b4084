/**
 * The version of the interpreter's rules. It grows when the same journal would be folded or decided on differently, so
 * that a host can tell a run that began under other rules before it takes the run up.
 */
export const ENGINE_VERSION = 1;
