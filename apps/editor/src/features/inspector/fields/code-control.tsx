import { type ReactNode, type Ref, useMemo } from 'react';
import { explainCall } from '../../../model/fields/call-help.ts';
import { completeExpression } from '../../../model/fields/expression-completion.ts';
import { marksOfField } from '../../../model/fields/field-findings.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { CodeField, type CodeFieldHandle } from '../code/code-field.tsx';
import type { CodeLanguage } from '../code/code-language.ts';
import { useInspected, useIsCurrent } from '../inspected.ts';
import type { FieldDraft } from '../use-field-draft.ts';
import type { FieldIds } from './field-frame.tsx';

interface CodeControlProps {
  readonly ids: FieldIds;
  readonly path: FieldPlace['path'];
  readonly draft: FieldDraft;
  readonly language: CodeLanguage;
  readonly isMultiline: boolean;
  readonly placeholder: string;
  readonly isRequired?: boolean;
  readonly isInvalid: boolean;
  readonly findings: Parameters<typeof marksOfField>[2];
  readonly handle?: Ref<CodeFieldHandle>;
}

/** A code field for one value of the document, with its completions and its squiggles. */
export function CodeControl(props: CodeControlProps): ReactNode {
  const { ids, path, draft, findings } = props;
  const { opened, stageId, knownRun } = useInspected();
  const isCurrent = useIsCurrent();
  const place = { stageId, path };
  const { marks: own } = draft;
  const marks = useMemo(() => {
    if (own.length > 0) return own;
    // While the text is ahead of what was read, the last squiggles stay where the editor has moved them to.
    return isCurrent ? marksOfField(opened.reading, { stageId, path }, findings) : undefined;
  }, [own, isCurrent, opened.reading, stageId, path, findings]);
  return (
    <CodeField
      id={ids.id}
      labelId={ids.labelId}
      describedBy={ids.helpId}
      text={draft.text}
      onChange={draft.type}
      language={props.language}
      isMultiline={props.isMultiline}
      placeholder={props.placeholder}
      isRequired={props.isRequired ?? false}
      isInvalid={props.isInvalid}
      marks={marks}
      complete={(text, offset) => completeExpression(opened, place, { text, offset, run: knownRun })}
      explainCall={(text, offset) => explainCall(opened, place, { text, offset })}
      {...(props.handle !== undefined && { handle: props.handle })}
    />
  );
}
