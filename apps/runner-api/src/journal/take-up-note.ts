/**
 * What `open_runs.taking_up` says of a run and the process that has the store, since it has it: 0 that the run has not been
 * taken up. Whoever opens the store sets it back.
 */
export const TAKE_UP = { begins: 1, over: 2 } as const;
