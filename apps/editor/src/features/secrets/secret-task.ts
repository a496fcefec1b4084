import type { SecretRow } from '../../model/secrets/secret-rows.ts';

/** What a person is about to do with a secret. `add` may know its name already. */
export type SecretTask =
  | { readonly kind: 'add'; readonly name?: string }
  | { readonly kind: 'replace'; readonly secret: SecretRow }
  | { readonly kind: 'remove'; readonly secret: SecretRow };
