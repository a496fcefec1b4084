import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { at, objectsAt, textAt } from '../read-json.ts';
import type { Service } from '../world.ts';
import { isJsonRequest } from './authorization.ts';

/** Longest text that a section may have, and that each of its fields may have. */
const LONGEST_TEXT = 3_000;
const LONGEST_FIELD = 2_000;

/** A Slack incoming webhook: takes a message, answers `ok`, and says in one word what is wrong with others. */
export const slack: Service = (request, world) => {
  if (!request.path.startsWith('/services/')) return { status: 404, text: 'no_service' };
  if (request.method !== 'POST') return { status: 405, text: 'method_not_allowed' };
  const { body } = request;
  if (!isJsonRequest(request) || !isJsonObject(body)) return { status: 400, text: 'invalid_payload' };
  if (textAt(body, 'text') === undefined && objectsAt(body, 'blocks').length === 0)
    return { status: 400, text: 'no_text' };
  if (!objectsAt(body, 'blocks').every(isBlock)) return { status: 400, text: 'invalid_blocks' };
  world.messages.push({ at: new Date(world.now()).toISOString(), ...body });
  return { status: 200, text: 'ok', latencyMs: 180 };
};

function isBlock(block: Json): boolean {
  switch (at(block, 'type')) {
    case 'divider':
      return true;
    case 'header':
      return isText(at(block, 'text'), 150) && at(block, 'text', 'type') === 'plain_text';
    case 'section': {
      const fields = objectsAt(block, 'fields');
      if (!fields.every((field) => isText(field, LONGEST_FIELD)) || fields.length > 10) return false;
      return at(block, 'text') === undefined ? fields.length > 0 : isText(at(block, 'text'), LONGEST_TEXT);
    }
    default:
      return false;
  }
}

function isText(value: Json | undefined, longest: number): boolean {
  const type = at(value, 'type');
  const text = textAt(value, 'text');
  return (type === 'mrkdwn' || type === 'plain_text') && text !== undefined && text.length <= longest;
}
