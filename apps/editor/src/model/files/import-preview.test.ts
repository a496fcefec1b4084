import { describe, expect, it } from 'vitest';
import { previewImport } from './import-preview.ts';

const STAGE = '{ "id": "ping", "type": "http-request", "input_mapping": { "url": "https://a/" } }';

describe('previewImport', () => {
  it('tells what a document is, in any dialect', () => {
    const text = `{ "name": "deploy", "version": "2.0.0", "stages": [${STAGE}] }`;
    expect(previewImport(text)).toEqual({
      name: 'deploy',
      version: '2.0.0',
      stageIds: ['ping'],
      errors: [],
      warningCount: 0,
      refusal: undefined,
    });
  });

  it('takes a bare list of stages, which has no name', () => {
    expect(previewImport(`[${STAGE}]`)).toMatchObject({ name: undefined, stageIds: ['ping'], refusal: undefined });
  });

  it('takes a document with errors, and tells them', () => {
    const preview = previewImport(
      '{ "name": "a", "version": "1.0.0", "stages": [{ "id": "x", "component": "nope" }] }',
    );
    expect(preview.refusal).toBeUndefined();
    expect(preview.errors.map(({ code }) => code)).toEqual(['unknown-component']);
  });

  it('takes a torn document, so that it can be mended', () => {
    expect(previewImport('{ "name": "a", "stages": [')).toMatchObject({ refusal: undefined });
  });

  it.each([
    ['', 'It is empty.'],
    ['# A page', /^It is no pipeline: /],
    ['<!doctype html>', /^It is no pipeline: /],
    ['{ "hello": 1 }', /^It is no pipeline: /],
    ['42', /^It is no pipeline: /],
  ])('refuses "%s"', (text, refusal) => {
    expect(previewImport(text).refusal).toMatch(refusal);
  });
});
