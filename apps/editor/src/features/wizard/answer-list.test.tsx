// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { openDraft } from '../../model/wizard/wizard-draft.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { click, draw, fieldOf, typeInto } from '../../ui/typing.test-support.ts';
import { AnswerList } from './answer-list.tsx';

const TEXT = JSON.stringify({
  name: 'p',
  version: '1.0.0',
  stages: [{ id: 'ping', component: 'http_request', config: { url: 'https://a.example' } }],
});

describe('AnswerList', () => {
  it('changes the last answer of several, and keeps those before it', () => {
    const draft = openDraft('empty', TEXT);
    const { reading, graph } = draft.document;
    useWizardStore.getState().open(draft);
    const answers = { ping: [503, 200].map((status) => ({ kind: 'response' as const, status })) };
    const page = draw(
      <AnswerList
        pipeline={reading.pipeline ?? expect.fail('cannot be read')}
        graph={graph ?? expect.fail('has no graph')}
        choices={{
          scenario: { id: 's', title: 'S', description: '', ends: { status: 'succeeded', arms: {} }, answers },
          answers: {},
          arms: {},
          failing: [],
        }}
        onFailing={() => undefined}
      />,
    );
    click(page, 'Answer of ping200');
    typeInto(fieldOf(page, 'Status of ping'), '429');
    expect(useWizardStore.getState().draft?.answers).toEqual({
      ping: [
        { kind: 'response', status: 503 },
        { kind: 'response', status: 429 },
      ],
    });
  });
});
