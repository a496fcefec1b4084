import { Router } from 'express';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import { parse } from './parse.ts';

const Query = z.object({
  limit: z.coerce.number('must be a number from 1 to 500').int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
});

/** The audit log, newest first. Nothing can be changed here. */
export function auditRouter(audit: Audit): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    res.json(await audit.page(parse(Query, req.query, 'The query')));
  });
  return router;
}
