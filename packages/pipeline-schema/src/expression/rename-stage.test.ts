import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renameStageInTemplate } from './rename-stage.ts';

const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}(-[A-Za-z0-9]{1,4}){0,2}$/);
const reference = (stage: string): fc.Arbitrary<string> =>
  fc.constantFrom(`stages.${stage}.output`, `stages['${stage}'].output[0]`, `stages [ "${stage}" ] | length`);

describe('renameStageInTemplate', () => {
  it('renames dot and bracket spellings and nothing else', () => {
    const source = `a-b {{ stages.a-b.output ~ stages['a-b'].status ~ input['a-b'] ~ 'stages.a-b' ~ stages.a-bc.output }}`;
    expect(renameStageInTemplate(source, 'a-b', 'new')).toBe(
      `a-b {{ stages.new.output ~ stages['new'].status ~ input['a-b'] ~ 'stages.a-b' ~ stages.a-bc.output }}`,
    );
  });

  it('renames inside the brackets of another path', () => {
    expect(renameStageInTemplate('{{ input[stages.a.output.key] }}', 'a', 'b')).toBe(
      '{{ input[stages.b.output.key] }}',
    );
  });

  it('renames inside named arguments and both sides of a condition', () => {
    const source = '{{ stages.a.x | default(default_value=stages.a.y) if stages.a.z else stages.a.w }}';
    expect(renameStageInTemplate(source, 'a', 'bb')).toBe(
      '{{ stages.bb.x | default(default_value=stages.bb.y) if stages.bb.z else stages.bb.w }}',
    );
  });

  it('gives a source back that does not parse', () => {
    expect(renameStageInTemplate('{{ stages.a. }}', 'a', 'b')).toBe('{{ stages.a. }}');
  });

  it('comes back when renamed there and back again', () => {
    const names = fc.uniqueArray(id, { minLength: 3, maxLength: 3, selector: (name) => name.toLowerCase() });
    const template = names.chain(([a = 'a', b = 'b', c = 'c']) =>
      fc
        .array(fc.oneof(reference(a), reference(b), fc.constantFrom('input.x', "'stages'", '1')), { maxLength: 6 })
        .map((expressions) => ({ a, c, source: expressions.map((text) => `x {{ ${text} }}`).join('') })),
    );
    fc.assert(
      fc.property(template, ({ a, c, source }) => {
        const renamed = renameStageInTemplate(source, a, c);
        expect(renameStageInTemplate(renamed, c, a)).toBe(source);
        expect(renamed.includes(`stages.${a}.`)).toBe(false);
      }),
    );
  });
});
