/** What a pattern leaves of an address: the path behind its prefix with the query, and what each `*` stood for. */
export type UrlMatch = { readonly rest: string; readonly captures: readonly string[] };

export type UrlPattern = {
  /** Characters that are not `*`: of two patterns that match, the one with more says more. */
  readonly weight: number;
  match(url: URL): UrlMatch | undefined;
};

const PATTERN = /^(?:(https?|\*):\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9_.*-]+)(?::([0-9]{1,5}|\*))?(\/[^?#]*)?$/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Reads `[scheme://]host[:port][/path-prefix]`. In the host a label `*` stands for one label or more, and `*` inside a
 * label for any part of it. Without a scheme both http and https match, and without a port every one then: a bare host
 * means the host, so that denying it leaves no door open. Behind a scheme a missing port is the scheme's own one, unless
 * the host ends with `*`: then that stands for the rest of the authority, any port included. The path prefix ends at a
 * `/` of the address. Gives undefined for a text that is no such pattern.
 */
export function compileUrlPattern(pattern: string): UrlPattern | undefined {
  const parts = PATTERN.exec(pattern.trim());
  const host = parts?.[2];
  if (!parts || host === undefined) return undefined;
  const scheme = parts[1] === '*' ? undefined : parts[1]?.toLowerCase();
  const port = parts[3];
  const prefix = (parts[4] ?? '').replace(/\/+$/, '');
  const hostExpression = toHostExpression(host.toLowerCase());
  const takesAnyPort = port === '*' || (port === undefined && (parts[1] === undefined || host.endsWith('*')));

  return {
    weight: pattern.replaceAll('*', '').length,
    match(url) {
      if (scheme !== undefined && url.protocol !== `${scheme}:`) return undefined;
      const urlPort = url.port || DEFAULT_PORTS[url.protocol];
      if (!takesAnyPort && urlPort !== (port ?? DEFAULT_PORTS[url.protocol])) return undefined;
      const captures = hostExpression.exec(url.hostname.replace(/\.$/, ''))?.slice(1);
      const path = pathBehind(prefix, url.pathname);
      return captures === undefined || path === undefined ? undefined : { rest: path + url.search, captures };
    },
  };
}

function pathBehind(prefix: string, path: string): string | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length);
  return rest === '' || rest.startsWith('/') ? rest : undefined;
}

function toHostExpression(host: string): RegExp {
  const labels = host.startsWith('[') ? [host] : host.split('.');
  const source = labels.map((label) => {
    if (label === '*') return '([a-z0-9_.:-]+)';
    return label.split('*').map(escapeRegExp).join('([^.]*)');
  });
  return new RegExp(`^${source.join('\\.')}$`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
