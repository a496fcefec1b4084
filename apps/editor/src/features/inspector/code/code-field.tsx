import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from '../../../ui/class-names.ts';
import type { CodeLanguage, CodeMark, CompleteTemplate, ExplainCall } from './code-language.ts';
import type { CodeCaret, CodeEditor } from './code-mirror.ts';
import { codeMirror, loadCodeMirror } from './load-code-mirror.ts';
import { referenceAt } from './reference-at.ts';

/** What whoever holds a code field can have it do. */
export interface CodeFieldHandle {
  /** Puts a reference in place of the selection. */
  insert(reference: string): void;
  focus(): void;
}

/** A field of code and what is said of it. */
export interface CodeFieldProps {
  readonly id: string;
  /** The element that names it. */
  readonly labelId: string;
  readonly describedBy: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly language: CodeLanguage;
  readonly isMultiline: boolean;
  readonly placeholder: string;
  readonly isRequired: boolean;
  readonly isInvalid: boolean;
  /** Undefined leaves those that are shown. */
  readonly marks: readonly CodeMark[] | undefined;
  readonly complete: CompleteTemplate;
  readonly explainCall: ExplainCall;
  readonly handle?: Ref<CodeFieldHandle>;
}

/**
 * A text with an expression, JSON or JMESPath in it: a plain field with the same text until the editor has been fetched,
 * so that nothing jumps and nobody waits. Whoever is typing by then goes on typing in the editor, at the same place.
 */
export function CodeField(props: CodeFieldProps): ReactNode {
  const [loaded, setLoaded] = useState(() => codeMirror);
  const [isComposing, setComposing] = useState(false);
  const caret = useRef<CodeCaret>(undefined);
  useEffect(() => {
    if (loaded) return;
    let isMounted = true;
    void loadCodeMirror().then((editor) => {
      if (isMounted) setLoaded(() => editor);
    });
    return () => {
      isMounted = false;
    };
  }, [loaded]);
  return (
    <div
      className={classNames(
        'min-h-7 w-full overflow-hidden rounded-md border bg-surface transition-colors focus-within:border-accent focus-within:ring-1 focus-within:ring-accent',
        props.isInvalid ? 'border-failed/60' : 'border-line hover:border-line-strong',
        props.isMultiline && 'max-h-80 overflow-y-auto',
      )}
    >
      {loaded && !isComposing ? (
        <MountedCode {...props} mount={loaded} caret={caret} />
      ) : (
        <PlainCode {...props} caret={caret} onComposing={setComposing} />
      )}
    </div>
  );
}

/** Where the caret was left in a field that was replaced. */
interface WithCaret {
  readonly caret: RefObject<CodeCaret | undefined>;
}

function PlainCode(
  props: CodeFieldProps & WithCaret & { readonly onComposing: (isComposing: boolean) => void },
): ReactNode {
  const { text, onChange, onComposing, isMultiline, caret } = props;
  const element = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const field = element.current;
    return () => {
      if (!field) return;
      const { selectionStart: from, selectionEnd: to } = field;
      caret.current = { from, to, hasFocus: field === document.activeElement };
    };
  }, [caret]);
  useImperativeHandle(props.handle, () => ({
    insert: (reference) => {
      if (!element.current) return;
      element.current.focus();
      const { value, selectionStart } = element.current;
      element.current.setRangeText(referenceAt(value, selectionStart, { reference, language: props.language }));
      onChange(element.current.value);
    },
    focus: () => element.current?.focus(),
  }));
  return (
    <textarea
      ref={element}
      id={props.id}
      aria-labelledby={props.labelId}
      aria-describedby={props.describedBy}
      aria-invalid={props.isInvalid}
      aria-required={props.isRequired}
      value={text}
      rows={isMultiline ? Math.min(16, text.split('\n').length) : 1}
      placeholder={props.placeholder}
      spellCheck={false}
      onChange={({ target }) => onChange(isMultiline ? target.value : target.value.replace(/\s*\n\s*/g, ' '))}
      // What an input method is about to write belongs to the field in which it began.
      onCompositionStart={() => onComposing(true)}
      onCompositionEnd={() => onComposing(false)}
      className="block w-full resize-none bg-transparent px-2 py-1 font-mono text-xs outline-none [field-sizing:content] [font-variant-ligatures:none] placeholder:text-faint"
    />
  );
}

function MountedCode({
  mount,
  caret,
  ...props
}: CodeFieldProps & WithCaret & { readonly mount: typeof codeMirror }): ReactNode {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const { text, language, isMultiline, placeholder } = props;
  const getText = useEffectEvent(() => text);
  const complete = useEffectEvent(props.complete);
  const explainCall = useEffectEvent(props.explainCall);
  const onChange = useEffectEvent(props.onChange);
  // At once, so that no key that is pressed meanwhile goes elsewhere.
  useLayoutEffect(() => {
    if (!parent.current || !mount) return;
    const mounted = mount({
      parent: parent.current,
      text: getText(),
      language,
      isMultiline,
      placeholder,
      complete: (written, offset) => complete(written, offset),
      explainCall: (written, offset) => explainCall(written, offset),
      onChange: (written) => onChange(written),
      caret: caret.current,
    });
    editor.current = mounted;
    return () => {
      caret.current = mounted.caret();
      mounted.destroy();
    };
  }, [mount, caret, language, isMultiline, placeholder]);
  useEffect(() => editor.current?.setText(text), [text]);
  const { marks } = props;
  useEffect(() => {
    if (marks) editor.current?.setMarks(marks);
  }, [marks]);
  const { id, labelId, describedBy, isInvalid, isRequired } = props;
  useEffect(
    () =>
      editor.current?.setAttributes({
        id,
        'aria-labelledby': labelId,
        'aria-describedby': describedBy,
        'aria-invalid': String(isInvalid),
        'aria-required': String(isRequired),
        'aria-multiline': String(isMultiline),
        autocorrect: 'off',
      }),
    [id, labelId, describedBy, isInvalid, isRequired, isMultiline],
  );
  useImperativeHandle(props.handle, () => ({
    insert: (text) => editor.current?.insert(text),
    focus: () => editor.current?.focus(),
  }));
  return <div ref={parent} />;
}
