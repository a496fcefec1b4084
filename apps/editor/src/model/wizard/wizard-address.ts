import { WIZARD_STEPS, type WizardStep } from './wizard-steps.ts';

/** What a wizard begins with. */
export type WizardSource =
  | { readonly kind: 'template'; readonly id: string }
  | { readonly kind: 'file'; readonly id: string }
  | { readonly kind: 'empty' };

/** All that the address of the wizard says: enough to come back to it, or to show it to somebody else. */
export interface WizardAddress {
  /** Undefined while nothing is chosen. */
  readonly source: WizardSource | undefined;
  readonly step: WizardStep;
  /** The course of the dry run, by its id in the template. */
  readonly scenario: string | undefined;
  /** The arms that decisions are told to take in the dry run, by stage. */
  readonly arms: Readonly<Record<string, string>>;
  /** The stages that are told to fail in it. */
  readonly failing: readonly string[];
  /** Under which key this tab keeps what is changed; undefined in a link that begins anew. */
  readonly draft: string | undefined;
}

/** Reads an address; whatever is missing or unknown is as at the beginning. */
export function parseWizardAddress(params: URLSearchParams): WizardAddress {
  const step = WIZARD_STEPS.find(({ id }) => id === params.get('step'))?.id;
  const source = parseSource(params);
  return {
    source,
    // A link that names a template and no step is for somebody who has chosen it, but has yet to see what it is.
    step: step ?? 'choose',
    scenario: params.get('scenario') ?? undefined,
    arms: Object.fromEntries(params.getAll('arm').flatMap((entry) => toArm(entry))),
    failing: params.getAll('fails'),
    draft: params.get('draft') ?? undefined,
  };
}

/** The address as a query, without the question mark; what is as at the beginning is left out. */
export function toWizardQuery(address: WizardAddress): string {
  const params = new URLSearchParams();
  const { source, step, scenario, arms, failing, draft } = address;
  if (source?.kind === 'template') params.set('template', source.id);
  if (source?.kind === 'file') params.set('file', source.id);
  if (source?.kind === 'empty') params.set('template', EMPTY);
  if (step !== 'choose') params.set('step', step);
  if (scenario !== undefined) params.set('scenario', scenario);
  for (const [stageId, arm] of Object.entries(arms)) params.append('arm', `${stageId}:${arm}`);
  for (const stageId of failing) params.append('fails', stageId);
  if (draft !== undefined) params.set('draft', draft);
  return params.toString();
}

/** A name for the source that no other source has. */
export function sourceKey(source: WizardSource): string {
  return source.kind === 'empty' ? EMPTY : `${source.kind}:${source.id}`;
}

/** No template is called so. */
const EMPTY = 'empty';

function parseSource(params: URLSearchParams): WizardSource | undefined {
  const template = params.get('template');
  if (template === EMPTY) return { kind: 'empty' };
  if (template) return { kind: 'template', id: template };
  const file = params.get('file');
  return file ? { kind: 'file', id: file } : undefined;
}

/** Ids of stages have no colon, names of arms may. */
function toArm(entry: string): readonly (readonly [stageId: string, arm: string])[] {
  const at = entry.indexOf(':');
  return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
}
