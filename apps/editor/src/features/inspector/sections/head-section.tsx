import { builtinComponents } from '@flowmason/engine';
import type { Stage } from '@flowmason/pipeline-schema';
import { Replace } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type FormField, plainField } from '../../../model/fields/config-form.ts';
import { TEXT_FORMAT } from '../../../model/fields/field-format.ts';
import { makeChange } from '../../../store/gestures.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { ProseField } from '../fields/prose-field.tsx';
import { TypedField } from '../fields/typed-field.tsx';
import { StageIdField } from './stage-id-field.tsx';

/** What a stage is called, and what it does. */
export function HeadSection({ stage }: { readonly stage: Stage }): ReactNode {
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <ComponentRow stage={stage} />
      <StageIdField stageId={stage.id} />
      <TypedField path={NAME_PATH} field={{ ...NAME, placeholder: stage.id }} format={TEXT_FORMAT} unit="" />
      <ProseField path={DESCRIPTION_PATH} field={DESCRIPTION} />
    </div>
  );
}

function ComponentRow({ stage }: { readonly stage: Stage }): ReactNode {
  const [refusal, setRefusal] = useState<string>();
  const description = builtinComponents.get(stage.component);
  const groups = CATEGORIES.map((category) =>
    [...builtinComponents.values()]
      .filter((each) => each.category === category)
      .map(({ name, title, icon }) => ({
        id: name,
        label: title,
        detail: name,
        icon: <Icon name={icon} size={14} />,
        isDisabled: name === stage.component,
        onSelect: () => setRefusal(makeChange({ type: 'change_component', stageId: stage.id, component: name })),
      })),
  ).filter((items) => items.length > 0);
  return (
    <div>
      <div className="flex items-center gap-2">
        <Icon name={description?.icon ?? 'box'} size={16} />
        <span className="min-w-0 flex-1 truncate">
          {description?.title ?? 'Unknown component'}{' '}
          <span className="font-mono text-2xs text-faint">{stage.component}</span>
        </span>
        <Menu
          groups={groups}
          trigger={
            <Button size="sm" variant="ghost" icon={<Replace size={12} />} aria-label="Change component">
              Change
            </Button>
          }
        />
      </div>
      {description && <p className="mt-0.5 text-muted text-xs">{description.description}</p>}
      {refusal !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {refusal}
        </p>
      )}
    </div>
  );
}

const CATEGORIES = ['request', 'model', 'control', 'data', 'flow'] as const;

const NAME_PATH = ['name'] as const;
const DESCRIPTION_PATH = ['description'] as const;

const NAME: FormField = plainField('name', {
  title: 'Name',
  description: 'Shown on the canvas instead of the id. Blanks and any characters are allowed.',
});

const DESCRIPTION: FormField = plainField('description', {
  title: 'Description',
  description: 'What the stage is for, for whoever reads the pipeline.',
  placeholder: 'What is it for?',
});
