import type { Diagnostic } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { type ActiveField, useActivation } from '../active-field.ts';
import { FieldFindings } from './field-findings.tsx';

/** The ids that tie a control to its label and to what is said of it. */
export interface FieldIds {
  readonly id: string;
  readonly labelId: string;
  readonly helpId: string;
}

/** The ids of a control, from one that `useId` gave. */
export function toFieldIds(base: string): FieldIds {
  return { id: `${base}-control`, labelId: `${base}-label`, helpId: `${base}-help` };
}

interface FieldFrameProps {
  readonly ids: FieldIds;
  readonly title: string;
  readonly help: string;
  readonly isRequired?: boolean;
  /** Stands at the right of the label: a switch, a unit. */
  readonly aside?: ReactNode;
  /** Why what stands in the control is no value, or was not taken. */
  readonly fault?: string | undefined;
  readonly findings?: readonly Diagnostic[];
  /** Where the value stands; none for a field that stands for no single value. */
  readonly path?: FieldPlace['path'];
  /** What the dock tells of the field; a title alone without it. */
  readonly subject?: Pick<ActiveField, 'path' | 'kind' | 'insert'>;
  readonly children: ReactNode;
}

/** A control with its label above and what was found in it below; the dock tells the rest while it has the focus. */
export function FieldFrame(props: FieldFrameProps): ReactNode {
  const { ids, title, help, isRequired = false, fault, findings = [], path = NO_PATH } = props;
  const activation = useActivation({ title, help, path, kind: 'plain', ...props.subject });
  return (
    <div className="flex flex-col gap-1" {...activation}>
      <div className="flex min-h-6 items-center gap-1.5">
        <Tooltip content={help || title} side="left">
          {/* A label reaches only native controls by itself. */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the control without its label */}
          <label
            id={ids.labelId}
            htmlFor={ids.id}
            className="font-medium text-muted text-xs"
            onClick={() => document.getElementById(ids.id)?.focus()}
          >
            {title}
          </label>
        </Tooltip>
        {isRequired && (
          <span aria-hidden className="-ml-1 text-failed text-xs">
            *
          </span>
        )}
        <span className="ml-auto flex items-center gap-1">{props.aside}</span>
      </div>
      {props.children}
      {fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {fault}
        </p>
      )}
      <FieldFindings findings={findings} />
      {help !== '' && (
        <p id={ids.helpId} hidden>
          {help}
        </p>
      )}
    </div>
  );
}

const NO_PATH = [] as const;
