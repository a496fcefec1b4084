/** The colours of code, in the variables of the page: they change with its theme. */
export const CODE_COLOURS = {
  'fm-code-mark': { color: 'var(--accent)', fontWeight: '600' },
  'fm-code-root': { color: 'var(--accent-strong)' },
  'fm-code-member': { color: 'var(--ink)' },
  'fm-code-call': { color: 'var(--tint-request)' },
  'fm-code-word': { color: 'var(--tint-model)' },
  'fm-code-value': { color: 'var(--tint-flow)' },
  'fm-code-sign': { color: 'var(--muted)' },
  'fm-code-invalid': { color: 'var(--failed)' },
} as const;
