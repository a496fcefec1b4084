import { Braces, X } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { JSON_FORMAT, TEXT_FORMAT } from '../../../model/fields/field-format.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { useActivation } from '../active-field.ts';
import type { CodeFieldHandle } from '../code/code-field.tsx';
import { useFieldValue } from '../inspected.ts';
import { useFieldDraft } from '../use-field-draft.ts';
import { CodeControl } from './code-control.tsx';
import { toFieldIds } from './field-frame.tsx';
import { NameInput } from './name-input.tsx';
import { TinyButton } from './tiny-button.tsx';

interface TableRowProps {
  readonly title: string;
  /** From 1. */
  readonly position: number;
  readonly path: FieldPlace['path'];
  readonly isNew: boolean;
  /** Gives back why the key cannot be that. */
  readonly onRename: (key: string) => string | undefined;
  readonly onRemove: () => void;
}

/** One key with its value: a text with templates, or any JSON. */
export function TableRow(props: TableRowProps): ReactNode {
  const { title, position, path, isNew, onRename, onRemove } = props;
  const value = useFieldValue(path);
  const [isJson, setJson] = useState(false);
  const asJson = isJson || (value !== undefined && typeof value !== 'string');
  const name = `${title} ${position}`;
  return (
    <div className="flex w-full items-start gap-1">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <NameInput label={`${title} key ${position}`} value={String(path.at(-1))} isNew={isNew} onRename={onRename} />
        {!isNew && <RowValue key={String(asJson)} path={path} label={`${title} value ${position}`} isJson={asJson} />}
      </div>
      <div className="flex h-7 items-center">
        {!isNew && (
          <TinyButton name={`${name} as JSON`} isOn={asJson} onClick={() => setJson(!asJson)}>
            <Braces size={12} />
          </TinyButton>
        )}
        <TinyButton name={`Remove ${name}`} onClick={onRemove}>
          <X size={13} />
        </TinyButton>
      </div>
    </div>
  );
}

function RowValue(props: {
  readonly path: FieldPlace['path'];
  readonly label: string;
  readonly isJson: boolean;
}): ReactNode {
  const ids = toFieldIds(useId());
  const draft = useFieldDraft(props.path, props.isJson ? JSON_FORMAT : ROW_TEXT);
  const handle = useRef<CodeFieldHandle>(null);
  const activation = useActivation({
    title: String(props.path.at(-1)),
    help: '',
    path: props.path,
    kind: 'template',
    insert: (text) => handle.current?.insert(text),
  });
  return (
    <div {...activation}>
      <span id={ids.labelId} className="sr-only">
        {props.label}
      </span>
      <CodeControl
        ids={ids}
        path={props.path}
        draft={draft}
        language={props.isJson ? 'json_or_template' : 'template'}
        isMultiline={props.isJson}
        placeholder="value"
        isInvalid={draft.fault !== undefined}
        findings={NONE}
        handle={handle}
      />
      {draft.fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {draft.fault}
        </p>
      )}
    </div>
  );
}

/** A row that is emptied stays: it is taken away by its button. */
const ROW_TEXT = { ...TEXT_FORMAT, parse: (text: string) => ({ value: text }) };

const NONE = [] as const;
