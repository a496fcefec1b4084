import type { ReactNode } from 'react';
import type { ActiveField } from '../active-field.ts';
import { JmespathTryOut } from './jmespath-try-out.tsx';
import { PreviewSource } from './preview-source.tsx';
import { ReferencePicker } from './reference-picker.tsx';
import { SchemaTryOut } from './schema-try-out.tsx';
import { ValuePreview } from './value-preview.tsx';

/** What the field that a person is in means, and what its value comes to. It stands below the form, so that nothing jumps. */
export function FieldDock({ field }: { readonly field: ActiveField }): ReactNode {
  const { title, help, path, kind, insert } = field;
  return (
    <section
      aria-label="Preview"
      className="flex max-h-[45%] shrink-0 flex-col gap-1.5 overflow-y-auto border-line border-t bg-sunken px-4 py-2"
    >
      <div className="flex min-h-6 items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold text-xs">{title}</h3>
        {kind !== 'plain' && <PreviewSource />}
        {insert && <ReferencePicker path={path} onPick={insert} />}
      </div>
      {kind === 'template' && <ValuePreview path={path} />}
      {kind === 'jmespath' && <JmespathTryOut path={path} />}
      {kind === 'schema' && <SchemaTryOut key={path.join('/')} path={path} />}
      {help !== '' && <p className="text-faint text-xs">{help}</p>}
    </section>
  );
}
