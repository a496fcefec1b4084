import type { ReactNode } from 'react';
import { checkPipelineName } from '../../model/files/new-pipeline.ts';
import { FormField } from '../../ui/form-field.tsx';
import { useTypedText } from '../../ui/use-typed-text.ts';

/** What the pipeline is called. What cannot be a name stays in the field and is told, and the name stays as it was. */
export function NameField(props: { readonly name: string; readonly onChange: (name: string) => void }): ReactNode {
  const { name, onChange } = props;
  const [text, keep] = useTypedText(name);
  const problem = nameProblem(text);
  return (
    <FormField
      label="Name"
      description="What the pipeline is called, and its file with it."
      problems={
        problem === undefined ? [] : [text === name ? problem : `${problem} Until then it is called “${name}”.`]
      }
    >
      {(control) => (
        <input
          {...control}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => {
            const isName = nameProblem(target.value) === undefined;
            keep(target.value, isName ? target.value : undefined);
            if (isName) onChange(target.value);
          }}
        />
      )}
    </FormField>
  );
}

function nameProblem(name: string): string | undefined {
  return name.trim() === '' ? 'A pipeline needs a name.' : checkPipelineName(name);
}
