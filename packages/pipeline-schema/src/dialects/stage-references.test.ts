import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTextEdits } from '../text/text-edit.ts';
import { type ReferenceNames, respellStageReferences, writtenOffset } from './stage-references.ts';

const ROOTS = new Set(['input', 'stages', 'output', 'execution']);
const IDS = new Set(['fetch', 'fetch-logs', 'b']);
const names: ReferenceNames = { isStage: (id) => IDS.has(id), isRoot: (name) => ROOTS.has(name) };

function respell(template: string): string {
  return respellStageReferences(template, names).text;
}

describe('respellStageReferences', () => {
  it.each([
    ['{{upstream.fetch-logs.body[0]}}', '{{stages.fetch-logs.output.body[0]}}'],
    ['{{upstream.fetch}}', '{{stages.fetch.output}}'],
    ['{{upstream.fetch.output.body}}', '{{stages.fetch.output.body}}'],
    ["{{upstream['fetch'].body}}", "{{stages['fetch'].output.body}}"],
    ['{{ fetch-logs.output.body | length }}', '{{ stages.fetch-logs.output.body | length }}'],
    ['{{fetch.output}}', '{{stages.fetch.output}}'],
    ['{{not fetch.output.ok and upstream.b.ok}}', '{{not stages.fetch.output.ok and stages.b.output.ok}}'],
    ['{{7 -b.output.n}}', '{{7 -stages.b.output.n}}'],
    ['{{unknown-one.output.x}}', '{{stages.unknown-one.output.x}}'],
    ['a {{fetch.output.x}} b {{fetch.output.y}}', 'a {{stages.fetch.output.x}} b {{stages.fetch.output.y}}'],
  ])('spells %s as %s', (written, canonical) => {
    expect(respell(written)).toBe(canonical);
  });

  it.each([
    '{{stages.fetch.output.body}}',
    '{{input.output.x}}',
    '{{output.status_code}}',
    '{{\'upstream.fetch.body\' ~ "fetch.output.x"}}',
    '{{input.upstream.fetch}}',
    '{{fetch.body}}',
    'upstream.fetch.body without braces',
    '{% raw %}{{upstream.fetch.body}}{% endraw %}',
    '{{stages.upstream.output.x}}',
  ])('leaves %s as it is', (template) => {
    expect(respell(template)).toBe(template);
  });

  it('never changes anything outside the edits that it tells', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('{{', '}}', 'upstream', '.fetch', '.output', 'b', '-', "'", '"', ' ', '{', '}', '{%'),
          { maxLength: 24 },
        ),
        (pieces) => {
          const written = pieces.join('');
          const { text, edits } = respellStageReferences(written, names);
          expect(applyTextEdits(written, edits)).toBe(text);
        },
      ),
    );
  });

  it('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{{', '}}', 'upstream', '.fetch', '.output', '.x', ' ', '|', 'b', '7'), {
          maxLength: 24,
        }),
        (pieces) => {
          const once = respell(pieces.join(''));
          fc.pre(!once.includes('upstream'));
          expect(respell(once)).toBe(once);
        },
      ),
    );
  });
});

describe('writtenOffset', () => {
  it('leads every unit that was not inserted back to where it was written', () => {
    const written = '{{upstream.fetch.body}} {{b.output.x}}';
    const { text, edits } = respellStageReferences(written, names);
    const back = (piece: string) => written.slice(writtenOffset(edits, text.indexOf(piece)));
    expect([back('fetch.'), back('body'), back('b.output'), back('x}}')]).toEqual([
      'fetch.body}} {{b.output.x}}',
      'body}} {{b.output.x}}',
      'b.output.x}}',
      'x}}',
    ]);
  });
});
