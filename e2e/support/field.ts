/** One thing that is done to a form in a panel. Labels are what stands beside the control. */
export type Field =
  | { readonly kind: 'text'; readonly label: string; readonly text: string }
  /** `toggle` shows a form of rows as JSON first. */
  | { readonly kind: 'json'; readonly label: string; readonly toggle?: string; readonly text: string }
  | { readonly kind: 'choice'; readonly label: string; readonly option: string }
  | { readonly kind: 'tick'; readonly label: string }
  | { readonly kind: 'press'; readonly label: string }
  /** A new row at the end of a table. */
  | {
      readonly kind: 'row';
      readonly table: string;
      readonly position: number;
      readonly key: string;
      readonly value: string;
      readonly isJson: boolean;
    };
