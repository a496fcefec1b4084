import {
  buildGraph,
  type ComponentCatalog,
  documentPipeline,
  isJsonObject,
  type Json,
  readJsonText,
  readPipeline,
  toMermaidFlowchart,
  type ValidateResult,
} from '@flowmason/pipeline-schema';
import { Router } from 'express';
import { documentText } from '../runs/document-text.ts';
import { createTurns } from './one-a-turn.ts';
import { bodyText } from './request-body.ts';

/**
 * Checks a document without starting anything. The body is the document itself or a JSON string of its text, or either
 * of them as `document` or `text` of an object. A body that is not JSON is taken for the text of a document that is
 * not, and its places are reported like all others.
 */
export function validateRouter(components: ComponentCatalog): Router {
  const router = Router();
  const nextTurn = createTurns();
  router.post('/', async (req, res) => {
    await nextTurn();
    res.json(validate(documentTextOf(bodyText(req)), components));
  });
  return router;
}

function validate(text: string, components: ComponentCatalog): ValidateResult {
  const { pipeline, diagnostics, ghosts } = readPipeline(text, { components });
  if (pipeline === undefined) return { diagnostics: [...diagnostics], normalised: null, mermaid: null };
  return {
    diagnostics: [...diagnostics],
    normalised: { ...documentPipeline(pipeline) },
    mermaid: toMermaidFlowchart(pipeline, buildGraph(pipeline, components), { components, ghosts }),
  };
}

function documentTextOf(body: string): string {
  // What cannot be parsed, or only at a danger, is left to the reader of documents, which says where and why.
  if (!isWrapped(body) || readJsonText(body).status === 'refused') return body;
  const parsed: Json = JSON.parse(body);
  if (typeof parsed === 'string') return parsed;
  if (!isJsonObject(parsed) || 'stages' in parsed) return body;
  const document = parsed['document'] ?? parsed['text'];
  if (document === undefined || document === null) return body;
  return typeof document === 'string' ? document : documentText(document);
}

/** True for a body that may hold the document inside; any other is the document, and its text is taken to the byte. */
function isWrapped(body: string): boolean {
  return /^[ \t\r\n]*"/.test(body) || (/^[ \t\r\n]*\{/.test(body) && /"(?:text|document)"\s*:/.test(body));
}
