import { type ComponentCatalog, type SecretOverview, SetSecret } from '@flowmason/pipeline-schema';
import { Router } from 'express';
import type { Audit } from '../audit.ts';
import type { StoredSecrets, Workspace } from '../runner.ts';
import { callerOf } from './caller.ts';
import { parse } from './parse.ts';
import { jsonBody } from './request-body.ts';
import { createSecretUses } from './secret-uses.ts';

export interface SecretsRouterParts {
  readonly secrets: StoredSecrets;
  readonly workspace: Workspace;
  readonly components: ComponentCatalog;
  readonly audit: Audit;
}

/** The stored secrets by name. Values go in; no route gives one back. */
export function secretsRouter({ secrets, workspace, components, audit }: SecretsRouterParts): Router {
  const usesOf = createSecretUses(components);
  const router = Router();

  router.get('/', async (_req, res) => {
    const inEnvironment = new Set(secrets.namesInEnvironment());
    const uses = [...usesOf(await workspace.listPipelines())].map(([name, pipelines]) => ({
      name,
      pipelines: [...pipelines],
      is_in_environment: inEnvironment.has(name),
    }));
    res.json({ ...secrets.list(), uses } satisfies SecretOverview);
  });

  router.put('/:name', async (req, res) => {
    const { name } = req.params;
    const isNew = !secrets.list().items.some((item) => item.name === name);
    const change = parse(SetSecret, jsonBody(req));
    const act = { action: 'secret.set', target: name, detail: isNew ? 'new' : 'replaced' } as const;
    const info = await audit.record(callerOf(req), act, () => secrets.set(name, change));
    res.status(isNew ? 201 : 200).json(info);
  });

  router.delete('/:name', async (req, res) => {
    const { name } = req.params;
    await audit.record(callerOf(req), { action: 'secret.remove', target: name }, () => secrets.remove(name));
    res.status(204).end();
  });

  return router;
}
