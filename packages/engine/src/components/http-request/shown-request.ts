import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import type { ShownConfig } from '../../component.ts';
import type { HttpRequest, ShownRequest } from '../../ports.ts';
import { HttpRequestConfig } from './config.ts';
import { findHeader } from './headers.ts';
import { toBodyText } from './request-body.ts';
import { appendQuery, toQuery } from './request-url.ts';

/** How `request`, which was made of `config`, is told of: as if it were made of the config that may be shown. */
export function toShownRequest(
  { config: shown, isUrlSecret }: ShownConfig,
  config: HttpRequestConfig,
  request: HttpRequest,
): ShownRequest {
  const fields = isJsonObject(shown) ? shown : {};
  const url = shownUrl(String(fields['url']), fields['query_params']);
  const contentType = findHeader(request.headers, 'Content-Type');
  return {
    url,
    headers: shownHeaders(fields['headers'], config, request),
    ...(request.body !== undefined && { body: withMasks(toBodyText(fields['body'] ?? null, contentType).text) }),
    isHostShown: isUrlSecret || isSameHost(url, request.url),
  };
}

function shownUrl(address: string, params: Json | undefined): string {
  if (params === undefined) return address;
  const { data } = HttpRequestConfig.shape.query_params.safeParse(params);
  // All parameters may come from one secret.
  return appendQuery(address, data === undefined ? String(params) : withMasks(toQuery(data)));
}

/** The headers that are sent; of those that one secret gave together not even the names are shown. */
function shownHeaders(
  shown: Json | undefined,
  config: HttpRequestConfig,
  { headers }: HttpRequest,
): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]): readonly [string, string] => {
    if (!Object.hasOwn(config.headers, name)) return [name, value];
    return isJsonObject(shown) ? [name, String(shown[name])] : [String(shown), String(shown)];
  });
  return Object.fromEntries(entries);
}

/** Masks are for people, who cannot read them encoded. */
function withMasks(encoded: string): string {
  return encoded.replace(/%5Bsecret%3A\w+(?:%2C\w+)*%5D/g, decodeURIComponent);
}

function isSameHost(shown: string, url: string): boolean {
  return URL.canParse(shown) && URL.canParse(url) && new URL(shown).host === new URL(url).host;
}
