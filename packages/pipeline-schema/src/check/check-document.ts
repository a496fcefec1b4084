import type { DocumentReading } from '../dialects/read-document.ts';
import { checkComponents } from './check-components.ts';
import { checkConfigs } from './check-config.ts';
import type { CheckContext } from './check-context.ts';
import { checkDeciders, checkModelAnswers } from './check-deciders.ts';
import { checkCycles } from './check-graph.ts';
import { checkInputs } from './check-inputs.ts';
import { checkJoins } from './check-joins.ts';
import { checkLints } from './check-lints.ts';
import { checkPlaceholders } from './check-placeholders.ts';
import { checkReads } from './check-reads.ts';
import { checkRequests } from './check-requests.ts';
import { checkHandlers, checkScopes } from './check-scopes.ts';
import type { CheckSource } from './check-source.ts';
import { checkStageMentions, type Ghost } from './check-stage-mentions.ts';
import { checkTemplates } from './check-templates.ts';
import { checkJmespath, checkSchemas, checkSecrets, checkTimes } from './check-texts.ts';
import { createCheckContext } from './create-check-context.ts';
import { recalledMentions } from './stage-facts.ts';

/** Runs every check of the catalogue over a document that could be read, and gives its undefined stages back. */
export function checkDocument(document: DocumentReading, source: CheckSource): readonly Ghost[] {
  const context = createCheckContext(document, source);
  const { structure } = context;
  const mentions = recalledMentions(document, source);
  source.memory.cleanStages.check(context, (own) => {
    checkComponents(own);
    checkConfigs(own);
    checkPlaceholders(own);
    checkLints(own);
    checkDeciders(own);
    checkSecrets(own);
    checkTimes(own);
    checkJmespath(own);
    checkSchemas(own);
  });
  structure.cleanTemplates.check(context, checkTemplates);
  checkModelAnswers(context);
  checkRequests(context);
  checkInputs(context);
  checkCycles(context, mentions);
  checkScopes(context);
  // What runs before what can only be told of a graph without circles.
  if (context.graph.cycles.length === 0) {
    structure.cleanReads.check(context, (fresh) => checkReads(fresh, structure.guards()));
    unlessClean('joins', context, () => checkJoins(context, structure.guards()));
    unlessClean('handlers', context, () => checkHandlers(context, mentions));
  }
  return checkStageMentions(context, mentions);
}

/** Runs a check of the structure as a whole, which finds nothing where it found nothing before. */
function unlessClean(name: string, { structure: { cleanChecks }, reporter }: CheckContext, check: () => void): void {
  if (cleanChecks.has(name)) return;
  const before = reporter.count();
  check();
  if (reporter.count() === before) cleanChecks.add(name);
}
