/**
 * Gives every key an id that Mermaid cannot take for syntax: the key itself where it can be one, else a cleaned-up copy,
 * numbered where two would be the same. The same key gets the same id each time.
 */
export function createMermaidIds(): (key: string) => string {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  return (key) => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    const base = SAFE.test(key) && !KEYWORD.test(key) ? key : `s_${key.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 64)}`;
    let id = base;
    for (let count = 2; taken.has(id.toLowerCase()); count += 1) id = `${base}_${count}`;
    taken.add(id.toLowerCase());
    ids.set(key, id);
    return id;
  };
}

const SAFE = /^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$/;
/** Words that Mermaid's lexer acts on at the start of an id. */
const KEYWORD =
  /^(graph|flowchart|subgraph|end|style|linkstyle|classdef|class|click|href|call|callback|default|direction|interpolate|acctitle|accdescr|scope)([-_]|$)/i;
