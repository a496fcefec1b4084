import { type ReactNode, useId, useMemo, useRef } from 'react';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { type FieldFormat, JSON_FORMAT } from '../../../model/fields/field-format.ts';
import type { CodeFieldHandle } from '../code/code-field.tsx';
import { useInspected } from '../inspected.ts';
import { useFieldDraft } from '../use-field-draft.ts';
import { CodeControl } from './code-control.tsx';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A setting whose value is written as code: a template, JSON, JMESPath. */
export function CodeConfigField({
  path,
  field,
  aside,
  format,
}: FieldProps & { readonly format: FieldFormat }): ReactNode {
  const ids = toFieldIds(useId());
  const draft = useFieldDraft(path, format);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const handle = useRef<CodeFieldHandle>(null);
  const isJson = format === JSON_FORMAT;
  const { kind } = field.control;
  const isTemplate = field.rule.policy !== 'raw';
  const tried = kind === 'jmespath' || kind === 'schema' ? kind : isTemplate ? 'template' : 'plain';
  const isOneLine = (field.control.kind === 'text' && !field.control.isMultiline) || kind === 'condition';
  return (
    <FieldFrame
      ids={ids}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      aside={aside}
      fault={draft.fault}
      findings={findings}
      subject={{ path, kind: tried, insert: isTemplate ? (text) => handle.current?.insert(text) : undefined }}
    >
      <CodeControl
        ids={ids}
        path={path}
        draft={draft}
        language={isJson ? 'json_or_template' : kind === 'jmespath' ? 'jmespath' : 'template'}
        isMultiline={!isOneLine}
        placeholder={field.placeholder}
        isRequired={field.isRequired}
        isInvalid={draft.fault !== undefined || findings.some(({ severity }) => severity === 'error')}
        findings={findings}
        handle={handle}
      />
    </FieldFrame>
  );
}
