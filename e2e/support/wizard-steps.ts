/** The steps of the wizard on the template of error handling, each with the name of a button by which it is known to be there. */
export const WIZARD_STEPS = [
  ['choose', 'Error handling'],
  ['inputs', 'Add input'],
  ['stages', 'Add stage'],
  ['endpoints', 'Copy names'],
  ['dry-run', 'Answer of reserve-stock'],
  ['export', 'Download JSON'],
] as const;
