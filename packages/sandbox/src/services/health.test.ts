import { describe, expect, it } from 'vitest';
import { imagePatch, type Opened, open, STRATEGIC } from '../sandbox.test-support.ts';

function setImage({ ask }: Opened, namespace: string, image: string) {
  const url = `/apis/apps/v1/namespaces/${namespace}/deployments/api`;
  return ask('kubernetes', 'PATCH', url, { headers: STRATEGIC, body: imagePatch('api', image) });
}

function scale({ ask }: Opened, replicas: number) {
  const url = '/apis/apps/v1/namespaces/production/deployments/pay/scale';
  return ask('kubernetes', 'PATCH', url, { headers: STRATEGIC, body: { spec: { replicas } } });
}

function health({ ask }: Opened, service: string) {
  return ask(service, 'GET', '/health').status;
}

const pay = ({ ask }: Opened) => ask('hosts', 'GET', '/pay.internal/health').status;

describe('health of staging', () => {
  it('is there only after the rollout of a change', () => {
    const world = open('all-good');
    setImage(world, 'staging', 'r/api:new');
    expect(health(world, 'staging')).toBe(503);
    world.pass(4);
    expect(health(world, 'staging')).toBe(200);
  });

  it('never comes in staging-sick', () => {
    const world = open('staging-sick');
    setImage(world, 'staging', 'r/api:new');
    world.pass(600);
    expect(health(world, 'staging')).toBe(503);
  });
});

describe('health of production', () => {
  it('is not touched by a change of staging', () => {
    const world = open('all-good');
    setImage(world, 'staging', 'r/api:new');
    expect(health(world, 'production')).toBe(200);
  });

  it('is lost with the new image in production-sick and returns with the one before', () => {
    const world = open('production-sick');
    setImage(world, 'production', 'r/api:new');
    world.pass(60);
    expect(health(world, 'production')).toBe(503);
    setImage(world, 'production', 'gcr.io/myproject/api:2.4.1');
    world.pass(60);
    expect(health(world, 'production')).toBe(200);
  });
});

describe('health of the service in an incident', () => {
  it('is missing until the service was at zero and is back', () => {
    const world = open('oom');
    expect(pay(world)).toBe(503);
    scale(world, 0);
    world.pass(60);
    expect(pay(world)).toBe(503);
    scale(world, 3);
    world.pass(60);
    expect(pay(world)).toBe(200);
  });

  it('does not come back by scaling alone', () => {
    const world = open('oom');
    scale(world, 5);
    world.pass(60);
    expect(pay(world)).toBe(503);
  });

  it('never comes back in never-healthy', () => {
    const world = open('never-healthy');
    scale(world, 0);
    scale(world, 3);
    world.pass(600);
    expect(pay(world)).toBe(503);
  });

  it('comes back with a larger pool in pool-exhausted', () => {
    const world = open('pool-exhausted');
    const env = [{ name: 'DB_POOL_MAX', value: '40' }];
    world.ask('kubernetes', 'PATCH', '/apis/apps/v1/namespaces/production/deployments/pay', {
      headers: STRATEGIC,
      body: { spec: { template: { spec: { containers: [{ name: 'pay', env }] } } } },
    });
    world.pass(60);
    expect(pay(world)).toBe(200);
  });

  it('comes back with the image before the newest in bad-deploy', () => {
    const world = open('bad-deploy');
    const url = '/apis/apps/v1/namespaces/production/deployments/pay';
    expect(pay(world)).toBe(503);
    world.ask('kubernetes', 'PATCH', url, {
      headers: STRATEGIC,
      body: imagePatch('pay', 'gcr.io/myproject/pay:2.4.0'),
    });
    world.pass(60);
    expect(pay(world)).toBe(200);
  });
});
