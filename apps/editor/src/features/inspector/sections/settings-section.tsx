import type { Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { configForm, type FormField } from '../../../model/fields/config-form.ts';
import { ConfigField } from '../fields/config-field.tsx';
import { Section } from '../sections/section.tsx';
import { ShowInJson } from '../show-in-json.tsx';

/** The settings of a stage, as its component describes them; what it does not know follows as JSON. */
export function SettingsSection({ stage }: { readonly stage: Stage }): ReactNode {
  const { fields, unknownKeys } = configForm(stage.component, stage.config);
  return (
    <Section title="Settings" aside={<ShowInJson path={CONFIG} />}>
      {fields.map((field) => (
        <Setting key={field.key} field={field} />
      ))}
      {unknownKeys.map((key) => (
        <UnknownSetting key={key} settingKey={key} />
      ))}
      {fields.length === 0 && unknownKeys.length === 0 && <p className="text-muted">It has none.</p>}
    </Section>
  );
}

const CONFIG = ['config'] as const;

function Setting({ field }: { readonly field: FormField }): ReactNode {
  const path = useMemo(() => ['config', field.key], [field.key]);
  return <ConfigField path={path} field={field} />;
}

/** Kept as it is: another version of the component, or another tool, may know it. */
function UnknownSetting({ settingKey }: { readonly settingKey: string }): ReactNode {
  const field = useMemo(
    (): FormField => ({
      key: settingKey,
      title: settingKey,
      description: 'The component does not know this key; it is kept as it is.',
      isRequired: false,
      usual: undefined,
      placeholder: '',
      control: { kind: 'json' },
      rule: { policy: 'strict' },
    }),
    [settingKey],
  );
  return <Setting field={field} />;
}
