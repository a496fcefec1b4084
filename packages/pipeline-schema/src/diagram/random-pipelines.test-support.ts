import fc from 'fast-check';
import type { StageInShort } from '../graph/pipelines.test-support.ts';

/** Names that Mermaid would trip over if they reached it as they are. */
export const HOSTILE_NAMES = [
  'end',
  'front-end',
  'end-to-end',
  'graph',
  'class',
  'click',
  'style-x',
  'linkStyle-1',
  'default',
  'subgraph',
  'gantt',
  'gantt-chart',
  'section',
  'title',
  'dateFormat',
  'o',
  'x',
  'v',
  'TB',
  'a--b',
  'a-',
  'a_b',
  'a-b',
  '"] --> pwned["',
  '<img src=x onerror=alert(1)>',
  '`**bold**`',
  '%%{init: {"theme":"dark"}}%%',
  'line one\nend\nline two',
  '#quot;&quot;',
  'ﬂ°°60¶ß',
  'a:b;c|d,e',
  '2026-01-01',
  '---',
  '\u0000\u2028\ud800',
  'señor 漢字 🚀',
  '',
  ' ',
];

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const someIds = fc.uniqueArray(fc.constantFrom(...ids, 'ghost', 'end'), { maxLength: 4 });

/** Stages that depend on and list each other in any way, cycles and ghosts included; owners list later ids only. */
export const anyStages: fc.Arbitrary<StageInShort[]> = fc
  .uniqueArray(fc.constantFrom(...ids, 'end', 'class'), { minLength: 1 })
  .chain((chosen) => fc.tuple(...chosen.map(anyStage)));

function anyStage(id: string): fc.Arbitrary<StageInShort> {
  return fc.record({
    id: fc.constant(id),
    name: fc.constantFrom(...HOSTILE_NAMES),
    depends_on: someIds,
    timeout_ms: fc.constantFrom(1_000, 60_000),
    disabled: fc.boolean(),
    component: fc.constantFrom('task', 'task', 'http_request', 'conditional', 'router', 'trycatch', 'foreach'),
    config: fc
      .record({ first: someIds, second: someIds, third: someIds, route: fc.constantFrom(...HOSTILE_NAMES) })
      .map(({ first, second, third, route }) => ({
        if_true: first,
        if_false: second,
        try: first,
        catch: second,
        finally: third,
        stages: first,
        items: ['x', 'y'],
        routes: [
          { name: route, condition: '', stages: first },
          { name: 'other', condition: '', stages: second },
        ],
      })),
  });
}
