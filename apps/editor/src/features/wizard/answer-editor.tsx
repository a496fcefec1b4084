import type { Json } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer } from '@flowmason/templates';
import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { JsonField } from '../../ui/json-field.tsx';
import { useTypedText } from '../../ui/use-typed-text.ts';

/** One answer, to be changed: the status and body of a response, the words of a model. */
export function AnswerEditor(props: {
  readonly stageId: string;
  readonly answer: SimulatedAnswer;
  readonly isWritten: boolean;
  readonly onChange: (answer: SimulatedAnswer) => void;
  readonly onReset: () => void;
}): ReactNode {
  const { stageId, answer, isWritten, onChange, onReset } = props;
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-sunken px-3 py-3">
      {answer.kind === 'response' && (
        <>
          <StatusField
            label={`Status of ${stageId}`}
            status={answer.status}
            onChange={(status) => onChange({ ...answer, status })}
          />
          <JsonField
            label={`Body of ${stageId}`}
            value={answer.body}
            onChange={(body) => {
              const { body: _, ...rest } = answer;
              onChange(body === undefined ? rest : { ...rest, body: toJson(body) });
            }}
          />
        </>
      )}
      {answer.kind === 'model' && (
        <FormField label={`What the model says to ${stageId}`}>
          {(control) => (
            <textarea
              {...control}
              rows={5}
              value={answer.content}
              onChange={({ target }) => onChange({ ...answer, content: target.value })}
            />
          )}
        </FormField>
      )}
      {answer.kind === 'output' && (
        <JsonField
          label={`Output of ${stageId}`}
          value={answer.output}
          onChange={(output) => onChange({ ...answer, output: toJson(output ?? null) })}
        />
      )}
      {answer.kind === 'failure' && <p className="text-muted text-xs">{answer.message}</p>}
      {isWritten && (
        <Button size="sm" icon={<RotateCcw size={12} aria-hidden />} className="self-start" onClick={onReset}>
          Reset the answer
        </Button>
      )}
    </div>
  );
}

function StatusField(props: {
  readonly label: string;
  readonly status: number;
  readonly onChange: (status: number) => void;
}): ReactNode {
  const { label, status, onChange } = props;
  const [text, keep] = useTypedText(String(status));
  const problems = isStatus(Number(text)) ? [] : [`A status is a number from 100 to 599; until then it is ${status}.`];
  return (
    <FormField label={label} problems={problems}>
      {(control) => (
        <input
          {...control}
          type="number"
          min={100}
          max={599}
          value={text}
          onChange={({ target }) => {
            const next = Number(target.value);
            keep(target.value, isStatus(next) ? String(next) : undefined);
            if (isStatus(next)) onChange(next);
          }}
        />
      )}
    </FormField>
  );
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 100 && value <= 599;
}

/** A JSON field gives what JSON.parse gives. */
function toJson(value: unknown): Json {
  return value as Json;
}
