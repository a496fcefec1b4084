import type { EffectRecord } from '@flowmason/engine';
import type { EffectRequest } from '@flowmason/pipeline-schema';
import type { CallProgress } from './guarded-client.ts';

/** The request as it left beside the address that the pipeline has, when a profile has changed it. */
export function recordedAddress(
  request: EffectRequest,
  { calledUrl, isRewritten }: CallProgress,
): Pick<EffectRecord, 'request' | 'originalUrl'> {
  if (!isRewritten || calledUrl === undefined) return { request };
  return { request: { ...request, url: calledUrl.href }, originalUrl: request.url };
}
