import type { EffectRecord } from '@flowmason/engine';
import type { EffectRequest } from '@flowmason/pipeline-schema';
import type { CallProgress } from './hop.ts';

/** The request as it left beside the address that the pipeline has, when a profile has changed it. */
export function recordedAddress(
  request: EffectRequest,
  { calledAs }: CallProgress,
): Pick<EffectRecord, 'request' | 'originalUrl'> {
  if (calledAs === undefined) return { request };
  return { request: { ...request, url: calledAs }, originalUrl: request.url };
}
