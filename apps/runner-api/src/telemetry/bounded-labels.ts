/** Names that come from documents or addresses, made fit for labels: there may be any number of them, of labels not. */
export interface BoundedLabels {
  /** The name, or `other` once there have been too many. */
  label(name: string): string;
}

/** The first `limit` names are told apart. */
export function createBoundedLabels(limit: number): BoundedLabels {
  const known = new Set<string>();
  return {
    label(name) {
      if (known.has(name)) return name;
      if (known.size >= limit) return 'other';
      known.add(name);
      return name;
    },
  };
}
