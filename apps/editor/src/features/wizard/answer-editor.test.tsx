// @vitest-environment happy-dom
import type { SimulatedAnswer } from '@flowmason/templates';
import { type ReactNode, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { draw, fieldOf, typeInto } from '../../ui/typing.test-support.ts';
import { AnswerEditor } from './answer-editor.tsx';

describe('AnswerEditor', () => {
  it('takes a status as it is typed, and says of half of one what it is to be', () => {
    const given: SimulatedAnswer[] = [];
    const page = draw(<Editor onChange={(answer) => given.push(answer)} />);
    const field = fieldOf(page, 'Status of ping');
    typeInto(field, '50');
    expect([field.value, given, page.textContent?.includes('from 100 to 599; until then it is 200')]).toEqual([
      '50',
      [],
      true,
    ]);
    typeInto(field, '503');
    expect([field.value, given]).toEqual(['503', [{ kind: 'response', status: 503 }]]);
  });
});

function Editor({ onChange }: { readonly onChange: (answer: SimulatedAnswer) => void }): ReactNode {
  const [answer, setAnswer] = useState<SimulatedAnswer>({ kind: 'response', status: 200 });
  return (
    <AnswerEditor
      stageId="ping"
      answer={answer}
      isWritten={false}
      onChange={(next) => {
        setAnswer(next);
        onChange(next);
      }}
      onReset={() => undefined}
    />
  );
}
