import type { DocumentReading } from '../dialects/read-document.ts';
import { checkComponents } from './check-components.ts';
import { checkConfigs } from './check-config.ts';
import { type CheckContext, createCheckContext } from './check-context.ts';
import { checkDeciders } from './check-deciders.ts';
import { checkCycles } from './check-graph.ts';
import { checkInputs } from './check-inputs.ts';
import { checkJoins } from './check-joins.ts';
import { checkLints } from './check-lints.ts';
import { checkPlaceholders } from './check-placeholders.ts';
import { checkReads } from './check-reads.ts';
import { checkRequests } from './check-requests.ts';
import { checkHandlers, checkScopes } from './check-scopes.ts';
import { checkStageMentions, type Ghost } from './check-stage-mentions.ts';
import { checkTemplates } from './check-templates.ts';
import { checkJmespath, checkSchemas, checkSecrets, checkTimes } from './check-texts.ts';
import { collectGuards } from './guards.ts';
import { stageMentions } from './stage-mentions.ts';

/** Runs every check of the catalogue over a document that could be read, and gives its undefined stages back. */
export function checkDocument(
  document: DocumentReading,
  source: Pick<CheckContext, 'text' | 'components' | 'reporter'>,
): readonly Ghost[] {
  const context = createCheckContext(document, source);
  const mentions = stageMentions(context);
  checkComponents(context);
  checkConfigs(context);
  checkPlaceholders(context);
  checkTemplates(context);
  checkLints(context);
  checkDeciders(context);
  checkRequests(context);
  checkSecrets(context);
  checkTimes(context);
  checkJmespath(context);
  checkSchemas(context);
  checkInputs(context);
  checkCycles(context, mentions);
  checkScopes(context);
  // What runs before what can only be told of a graph without circles.
  if (context.graph.cycles.length === 0) {
    const guards = collectGuards(context);
    checkReads(context, guards);
    checkJoins(context, guards);
    checkHandlers(context, mentions);
  }
  return checkStageMentions(context, mentions);
}
