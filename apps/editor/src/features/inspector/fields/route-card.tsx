import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import type { FormField } from '../../../model/fields/config-form.ts';
import { CONDITION_FORMAT } from '../../../model/fields/field-format.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { makeChange } from '../../../store/gestures.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { useInspected } from '../inspected.ts';
import { CodeConfigField } from './code-config-field.tsx';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import { StagesField } from './stages-field.tsx';
import { useNameDraft } from './use-name-draft.ts';

interface RouteCardProps {
  readonly path: FieldPlace['path'];
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly count: number;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One route: its name, when it is taken, and the stages on it. */
export function RouteCard({ path, name, position, count, onMove, onRemove }: RouteCardProps): ReactNode {
  const conditionPath = useMemo(() => [...path, 'condition'], [path]);
  const stagesPath = useMemo(() => [...path, 'stages'], [path]);
  return (
    <section aria-label={`Route ${name}`} className="flex flex-col gap-1 rounded-md border border-line px-2 pt-1 pb-2">
      <div className="flex items-center justify-end">
        <span className="mr-auto text-2xs text-faint">Route {position}</span>
        <IconButton
          label={`Move route ${name} up`}
          className="size-6"
          disabled={position === 1}
          onClick={() => onMove(-1)}
        >
          <ArrowUp size={13} />
        </IconButton>
        <IconButton
          label={`Move route ${name} down`}
          className="size-6"
          disabled={position === count}
          onClick={() => onMove(1)}
        >
          <ArrowDown size={13} />
        </IconButton>
        <IconButton label={`Remove route ${name}`} className="size-6" onClick={onRemove}>
          <Trash2 size={13} />
        </IconButton>
      </div>
      <RouteName name={name} />
      <CodeConfigField path={conditionPath} field={CONDITION} format={CONDITION_FORMAT} />
      <StagesField path={stagesPath} field={STAGES} />
    </section>
  );
}

/** The name is an outcome that lines and other stages go by, so it changes as a whole. */
function RouteName({ name }: { readonly name: string }): ReactNode {
  const ids = toFieldIds(useId());
  const { stageId = '' } = useInspected();
  const { draft, fault, type, commit } = useNameDraft(name, (to) =>
    makeChange({ type: 'rename_arm', owner: stageId, from: name, to }),
  );
  return (
    <FieldFrame ids={ids} title="Name" help="Shown on the canvas and in the journal." isRequired fault={fault}>
      <TextInput
        id={ids.id}
        aria-describedby={ids.helpId}
        aria-invalid={fault !== undefined}
        data-plain-field={draft === name ? undefined : ''}
        value={draft}
        onChange={({ target }) => type(target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </FieldFrame>
  );
}

const CONDITION: FormField = {
  key: 'condition',
  title: 'Condition',
  description: 'The first route whose condition is true is taken; one that fails is not.',
  isRequired: true,
  usual: undefined,
  placeholder: "{{stages.analyze.output.issue_type == 'OOM'}}",
  control: { kind: 'condition' },
  rule: { policy: 'condition' },
};

const STAGES: FormField = {
  key: 'stages',
  title: 'Stages',
  description: 'Stages that run only on this route.',
  isRequired: false,
  usual: [],
  placeholder: '',
  control: { kind: 'stages' },
  rule: { policy: 'raw' },
};
