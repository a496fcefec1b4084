import type { ReactNode } from 'react';
import type { FormField } from '../../../model/fields/config-form.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';

/** What the field of a form is given. */
export interface FieldProps {
  readonly path: FieldPlace['path'];
  readonly field: FormField;
  /** The switch between the forms of the value. */
  readonly aside?: ReactNode;
}
