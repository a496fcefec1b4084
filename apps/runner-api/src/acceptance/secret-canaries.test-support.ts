/** Values that must be found nowhere, by the name of the secret that each is. */
export const CANARIES: Readonly<Record<string, string>> = {
  C_PLAIN: 'canary-plain-7f3A9d21',
  C_QUOTES: 'canary "quoted" back\\slash \'and\' `tick` <b>&',
  C_LINES: '-----BEGIN CANARY-----\nMIIEcanaryLineNumberOne\nMIIEcanaryLineNumberTwo+/=\n-----END CANARY-----',
  C_NEWLINE: 'canary-with-a-line-end-42\n',
  C_LETTERS: 'kanárek-žlutý-密码-ключ',
  C_EMOJI: 'canary-🐤🔑-𝒔𝒆𝒄𝒓𝒆𝒕-emoji',
  C_HOOK: 'https://hooks.example/services/T0CANARY/B0CANARY?key=x1y2z3a4b5',
  C_BASIC: 'canaryuser:canary-p@ss/w+rd',
  C_JSON: '{"client": "canary-client-77", "private": "canary\\nprivate/88"}',
  C_LONG: `canary-long-${'0123456789abcdefGHIJ'.repeat(150)}`,
  C_DOLLARS: "canary-$&-$1-$$-$`-$'-%25-end",
  C_BASE64: Buffer.from('canary that looks like base64??>>').toString('base64'),
  C_BLANKS: '  canary with blanks at both ends  ',
  C_NUMBER: '90817263544536271809',
};

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The ways in which services say back what they were told. */
export const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  json: (value) => JSON.stringify(value).slice(1, -1),
  url: encodeURIComponent,
  form: (value) => new URLSearchParams([['', value]]).toString().slice(1),
  html: (value) => value.replaceAll(/[&<>"']/g, (character) => HTML[character] ?? character),
  hex: (value) => Buffer.from(value).toString('hex'),
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'base64 behind one byte': (value) => Buffer.from(`:${value}`).toString('base64'),
  'base64 behind two bytes': (value) => Buffer.from(`u:${value}`).toString('base64'),
  'base64 of json': (value) => Buffer.from(JSON.stringify(value)).toString('base64'),
  basic: (value) => `Basic ${Buffer.from(`user:${encodeURIComponent(value)}`).toString('base64')}`,
};

/** All that is forbidden, with the name that a finding is told by. */
export const FORBIDDEN: readonly (readonly [name: string, text: string])[] = Object.entries(CANARIES).flatMap(
  ([canary, value]) => [
    ...Object.entries(ENCODINGS).map(([encoding, encode]) => [`${canary} ${encoding}`, inner(encode(value))] as const),
    ...partsOf(value).map((part, index) => [`${canary} part ${index}`, part] as const),
  ],
);

/** Names of what is found in `text`. */
export function leaksIn(text: string): readonly string[] {
  return FORBIDDEN.filter(([, forbidden]) => text.includes(forbidden)).map(([name]) => name);
}

/** Half of a value is a leak too; the ends of an encoded text depend on what stands beside it. */
function inner(text: string): string {
  const cut = Math.max(4, Math.floor(text.length / 4));
  return text.slice(cut, -cut);
}

/** What tells enough by itself. */
function partsOf(value: string): readonly string[] {
  const lines = value.split('\n').filter((line) => line.length >= 12 && !line.startsWith('{'));
  const tokens = value.match(/canary-(?:client-77|long-0123)|private\/88|T0CANARY|x1y2z3a4b5/g) ?? [];
  return [...(lines.length > 1 ? lines : []), ...tokens];
}
