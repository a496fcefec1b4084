import {
  buildGraph,
  type ComponentCatalog,
  documentPipeline,
  isJsonObject,
  type Json,
  readPipeline,
  toMermaidFlowchart,
  type ValidateResult,
} from '@flowmason/pipeline-schema';
import { Router } from 'express';
import { bodyText } from './request-body.ts';

/**
 * Checks a document without starting anything. The body is the document itself or a JSON string of its text, or either
 * of them as `document` or `text` of an object. A body that is not JSON is taken for the text of a document that is
 * not, and its places are reported like all others.
 */
export function validateRouter(components: ComponentCatalog): Router {
  const router = Router();
  router.post('/', (req, res) => {
    res.json(validate(documentTextOf(bodyText(req)), components));
  });
  return router;
}

function validate(text: string, components: ComponentCatalog): ValidateResult {
  const { pipeline, diagnostics } = readPipeline(text, { components });
  return {
    diagnostics: [...diagnostics],
    normalised: pipeline === undefined ? null : { ...documentPipeline(pipeline) },
    mermaid: pipeline === undefined ? null : toMermaidFlowchart(pipeline, buildGraph(pipeline, components)),
  };
}

function documentTextOf(body: string): string {
  if (!/^\s*(?:"|\{\s*"(?:text|document)"\s*:)/.test(body)) return body; // the document itself, to the byte
  let parsed: Json;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body; // not JSON: the reader of documents says where and why
  }
  if (typeof parsed === 'string') return parsed;
  if (!isJsonObject(parsed) || 'stages' in parsed) return body;
  const document = parsed['document'] ?? parsed['text'];
  return typeof document === 'string' ? document : toText(document, body);
}

/** An object sent as JSON has no text of its own; places then refer to the usual form with two blanks. */
function toText(document: Json | undefined, body: string): string {
  if (document === undefined || document === null) return body;
  return JSON.stringify(document, null, 2);
}
