import { z } from 'zod';
import { RunnerError } from '../runner-error.ts';
import { parseAddressRange } from './address-range.ts';
import { compileUrlPattern } from './url-pattern.ts';

const PATTERN_HELP =
  'must look like "https://api.example.com", "https://*.internal", "https://staging.*" or "http://host:8080/path"';
const UrlPatternText = z
  .string()
  .refine((text) => compileUrlPattern(text) !== undefined, { error: PATTERN_HELP })
  .refine((text) => parseAddressRange(text) === undefined, {
    error: 'a range of addresses can only be allowed or denied',
  });
/** What was meant as a range of addresses: as a pattern of names it would hold nothing. */
const FAULTY_RANGE = /^[0-9.]+\/[0-9]+$/;
const AddressText = z
  .string()
  .refine(
    (text) =>
      parseAddressRange(text) !== undefined || (compileUrlPattern(text) !== undefined && !FAULTY_RANGE.test(text)),
    {
      error: `${PATTERN_HELP}, or be a range such as "10.0.0.0/8", or "private"`,
    },
  );
const BaseUrl = z.string().refine(isHttpUrl, { error: 'must be an http or https address' });
const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable: letters, digits and "_"');

/**
 * The world that a run happens in, a file `*.profile.json` (`docs/profiles.md`). Unknown keys are errors: a rewrite rule
 * that is misspelt must not let a rehearsal reach production.
 */
export const Profile = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().optional(),
  description: z.string().default(''),
  http: z
    .strictObject({
      /** The longest pattern that matches an address wins. */
      rewrite: z.array(z.strictObject({ match: UrlPatternText, to: BaseUrl })).default([]),
      /** When it names anything, only these addresses may be called. */
      allow: z.array(AddressText).default([]),
      /** These may not be called, whatever `allow` says. */
      deny: z.array(AddressText).default([]),
    })
    .prefault({}),
  secrets: z
    .strictObject({
      /** Variables of the runner's environment that pipelines may read as `secrets.NAME`. */
      from_env: z.array(VariableName.regex(/^(?!FM_(?!SECRET_))/, 'belongs to the runner itself')).default([]),
      /** Where each secret may go; one that is not named here may go anywhere. */
      hosts: z.record(VariableName, z.array(UrlPatternText).min(1)).default({}),
      /** Secrets written down here: for simulated services only, never for real ones. */
      values: z.record(VariableName, z.string()).default({}),
    })
    .prefault({}),
  /** Values of `env.NAME`. */
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  llm: z
    .strictObject({
      base_url: BaseUrl,
      provider: z.enum(['openai', 'anthropic']).default('openai'),
      /** Name of the secret that holds the key; without it the provider's own variable is used. */
      api_key_secret: z.string().optional(),
      /** Used instead of the model that a stage names. */
      model: z.string().optional(),
    })
    .optional(),
  /** Makes the waits of a simulated run shorter by this factor. */
  clock: z.strictObject({ speed: z.number().positive().max(10_000) }).optional(),
});
export type Profile = z.infer<typeof Profile>;

/**
 * Reads a profile, given as the text of a file or as an object; `source` names it in messages.
 * @throws {RunnerError} `profile_invalid`, with every place that is wrong.
 */
export function parseProfile(profile: unknown, source: string): Profile {
  const parsed = Profile.safeParse(typeof profile === 'string' ? parseJson(profile, source) : profile);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the profile'}: ${message}`);
  throw new RunnerError('profile_invalid', `The profile ${source} cannot be used. ${findings.join('; ')}.`);
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new RunnerError('profile_invalid', `The profile ${source} is not JSON: ${detail}.`, { cause });
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
