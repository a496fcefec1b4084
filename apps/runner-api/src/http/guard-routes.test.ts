import express, { type RequestHandler, Router } from 'express';
import { describe, expect, it } from 'vitest';
import { createMemoryAudit } from '../access/audit-log.ts';
import { API_OPERATIONS } from './api-operations.ts';
import { guardRoutes } from './guard-routes.ts';

const audit = createMemoryAudit(() => 0);
const handler: RequestHandler = (_req, res) => void res.end();

describe('guardRoutes', () => {
  it('puts the guard in front of every handler of a route', () => {
    const router = guardRoutes('/runs', Router().get('/', handler, handler).post('/:id/cancel', handler), audit);
    const names = router.stack.map(({ route }) => route?.stack.map(({ method, handle }) => [method, handle.name]));
    expect(names).toEqual([
      [
        ['get', 'guarding'],
        ['get', 'handler'],
        ['get', 'handler'],
      ],
      [
        ['post', 'guarding'],
        ['post', 'handler'],
      ],
    ]);
  });

  it.each([
    ['a route that has no role', Router().get('/nothing', handler)],
    ['another method of a route that has one', Router().patch('/', handler)],
    ['a handler of all methods', Router().all('/', handler)],
    ['a handler that is no route', Router().use(handler)],
    ['a router inside', Router().use('/inside', Router().get('/', handler))],
  ])('refuses to serve %s', (_what, router) => {
    expect(() => guardRoutes('/runs', router, audit)).toThrow('has no role');
  });

  it('lets nobody pass who has not said who it is', async () => {
    const app = express().use('/runs', guardRoutes('/runs', Router().get('/', handler), audit));
    const errors: unknown[] = [];
    app.use(((error, _req, res, _next) => {
      errors.push(error);
      res.status(418).end();
    }) satisfies express.ErrorRequestHandler);
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { status } = await fetch(`http://127.0.0.1:${port}/runs`);
    server.close();
    expect([status, errors]).toEqual([418, [expect.objectContaining({ code: 'unauthenticated' })]]);
  });
});

describe('API_OPERATIONS', () => {
  it('lets operators change what viewers see, and only admins see the audit log', () => {
    const roles = API_OPERATIONS.map(({ method, path, role }) => `${role} ${method} ${path}`);
    expect(roles.filter((line) => line.startsWith('viewer ') && !/ get |post \/validate/.test(line))).toEqual([]);
    expect(roles).toContain('admin get /audit');
  });
});
