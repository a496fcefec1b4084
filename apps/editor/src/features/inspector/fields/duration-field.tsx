import type { ReactNode } from 'react';
import { DURATION_FORMAT } from '../../../model/fields/field-duration.ts';
import type { FieldProps } from './field-props.ts';
import { TypedField } from './typed-field.tsx';

/** A time, written as people say it and kept in ms. */
export function DurationField(props: FieldProps): ReactNode {
  return <TypedField {...props} format={DURATION_FORMAT} unit="" />;
}
