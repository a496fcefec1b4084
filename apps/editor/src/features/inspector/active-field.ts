import { createContext, type FocusEvent, useContext } from 'react';
import type { FieldPlace } from '../../model/fields/field-place.ts';

/** The field that a person is in: the dock below the form tells what it is and what it comes to. */
export interface ActiveField {
  readonly title: string;
  readonly help: string;
  readonly path: FieldPlace['path'];
  /** What the dock can do with the value. */
  readonly kind: 'template' | 'jmespath' | 'schema' | 'plain';
  /** Puts a reference where the caret is; undefined where none can stand. */
  readonly insert?: ((text: string) => void) | undefined;
}

/** Set by the field that gets the focus; stays until another one does, so that nothing jumps. */
export const ActiveFieldContext = createContext<(field: ActiveField) => void>(() => undefined);

/** What a field does when something in it gets the focus. A field inside another one tells for itself. */
export function useActivation(field: ActiveField): {
  readonly 'data-field': string;
  /** Its path as JSON, for whoever looks for the field of a place; undefined for a field that stands for no value. */
  readonly 'data-path': string | undefined;
  readonly onFocus: (event: FocusEvent) => void;
} {
  const activate = useContext(ActiveFieldContext);
  return {
    'data-field': field.title,
    'data-path': field.path.length === 0 ? undefined : JSON.stringify(field.path),
    onFocus: ({ currentTarget, target }) => {
      if (target.closest('[data-field]') === currentTarget) activate(field);
    },
  };
}

/** Where a value is written, whatever form it is in; of a form of rows the button that adds one. */
export const WRITABLE = 'input, textarea, [role=textbox], [role=combobox], fieldset button';
