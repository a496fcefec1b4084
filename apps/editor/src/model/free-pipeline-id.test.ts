import { describe, expect, it } from 'vitest';
import { freePipelineId } from './free-pipeline-id.ts';

describe('freePipelineId', () => {
  it('keeps a name that is free', () => {
    expect(freePipelineId('pipelines/ping', ['pipelines/pong'])).toBe('pipelines/ping');
  });

  it('counts on from the second where it is taken', () => {
    expect(freePipelineId('pipelines/ping', ['pipelines/Ping', 'pipelines/ping-2'])).toBe('pipelines/ping-3');
  });
});
