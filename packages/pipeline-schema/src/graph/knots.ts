/** The strongly connected parts of a graph: `part[node]`, numbered so that every edge leads to the same or a higher part. */
export type Knots = {
  readonly part: Int32Array;
  readonly count: number;
  readonly members: readonly (readonly number[])[];
};

/** Tarjan's algorithm with its own stack, linear in nodes and edges. */
export function findKnots(next: readonly (readonly number[])[]): Knots {
  const size = next.length;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const isOpen = new Uint8Array(size);
  const edgeAt = new Int32Array(size);
  const open: number[] = [];
  const parts: number[][] = [];
  let clock = 0;

  const visit = (root: number) => {
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1) ?? 0;
      if (index[node] === -1) {
        index[node] = low[node] = clock++;
        open.push(node);
        isOpen[node] = 1;
      }
      const target = next[node]?.[edgeAt[node] ?? 0];
      if (target !== undefined) {
        edgeAt[node] = (edgeAt[node] ?? 0) + 1;
        if (index[target] === -1) path.push(target);
        else if (isOpen[target]) low[node] = Math.min(low[node] ?? 0, index[target] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] === index[node]) parts.push(close(node));
    }
  };
  const close = (root: number): number[] => {
    const part: number[] = [];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      isOpen[node] = 0;
      part.push(node);
      if (node === root) break;
    }
    return part;
  };

  for (let node = size - 1; node >= 0; node--) if (index[node] === -1) visit(node);
  parts.reverse(); // Tarjan closes a part only after everything behind it
  const part = new Int32Array(size);
  parts.forEach((nodes, number) => {
    for (const node of nodes) part[node] = number;
  });
  return { part, count: parts.length, members: parts };
}
