import { isJsonObject } from '@flowmason/pipeline-schema';
import { Braces, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type FormField, plainField } from '../../../model/fields/config-form.ts';
import { JSON_FORMAT } from '../../../model/fields/field-format.ts';
import { inputFieldsOf, nextInputName, withInput } from '../../../model/fields/input-fields.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeConfigField } from '../fields/code-config-field.tsx';
import { TinyButton } from '../fields/tiny-button.tsx';
import { useRowKeys } from '../fields/use-row-keys.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { InputRow } from './input-row.tsx';
import { Section } from './section.tsx';

/** What the pipeline takes: its inputs one by one, or the schema as JSON, and a sample to try it with. */
export function InputSection(): ReactNode {
  const { value: schema, fault, update } = useEditedValue(SCHEMA_PATH);
  const [wantsJson, setJson] = useState(false);
  const fields = inputFieldsOf(schema);
  const rowKeys = useRowKeys((fields ?? []).map(({ name }) => name));
  const isJson = wantsJson || fields === undefined;
  return (
    <Section
      title="Input"
      aside={
        <TinyButton name="Input schema as JSON" isOn={isJson} onClick={() => setJson(!isJson)}>
          <Braces size={12} />
        </TinyButton>
      }
    >
      {isJson ? (
        <CodeConfigField path={SCHEMA_PATH} field={SCHEMA} format={JSON_FORMAT} />
      ) : (
        <div className="flex flex-col items-start gap-2">
          {fields.map((field, index) => (
            <InputRow key={rowKeys[index]} field={field} position={index + 1} names={fields.map(({ name }) => name)} />
          ))}
          {fields.length === 0 && <p className="text-muted text-xs">It takes any input, and declares none.</p>}
          <Button
            size="sm"
            variant="ghost"
            className="-ml-1"
            icon={<Plus size={12} />}
            onClick={() =>
              update((present) => {
                const names = (inputFieldsOf(present) ?? []).map(({ name }) => name);
                return withInput(isJsonObject(present) ? present : undefined, nextInputName(names));
              })
            }
          >
            Add input
          </Button>
          {fault !== undefined && (
            <p role="alert" className="text-failed text-xs">
              {fault}
            </p>
          )}
        </div>
      )}
      <CodeConfigField path={SAMPLE_PATH} field={SAMPLE} format={JSON_FORMAT} />
    </Section>
  );
}

const SCHEMA_PATH = ['input_schema'] as const;
const SAMPLE_PATH = ['sample_input'] as const;

const SCHEMA: FormField = plainField('input_schema', {
  title: 'Input schema',
  description:
    'JSON Schema, 2020-12 or Draft 7. The input of every run is held against it, and its defaults are filled in.',
  control: { kind: 'schema' },
});

const SAMPLE: FormField = plainField('sample_input', {
  title: 'Sample input',
  description: 'An input to try the pipeline with; expressions are previewed with it.',
  control: { kind: 'json' },
});
