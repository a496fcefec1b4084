import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './run-command.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const dockerfile = read('Dockerfile');

/** The instructions of the last stage: what is in the image. */
const image = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

describe('the Dockerfile', () => {
  it('has no finding', () => {
    expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('would have one for a mistake', () => {
    expect(validate(`${dockerfile}EXPOZE 1\n`)).not.toEqual([]);
  });

  it('gives the server a user that is not root, by number, so that Kubernetes can tell', () => {
    expect(image).toMatch(/^USER [1-9][0-9]*:[1-9][0-9]*$/m);
  });

  it('names the version of its base', () => {
    expect(dockerfile).toMatch(/^ARG NODE_VERSION=\d+\.\d+\.\d+$/m);
    expect(dockerfile.match(/^FROM .*$/gm)?.every((line) => line.includes(`\${NODE_VERSION}-bookworm-slim`))).toBe(
      true,
    );
  });

  it('takes the version of Node that the project is tested with', () => {
    const { nodeVersion } = z.object({ nodeVersion: z.string() }).parse(parse(read('pnpm-workspace.yaml')));
    expect(dockerfile).toContain(`ARG NODE_VERSION=${nodeVersion}\n`);
  });

  it('starts nothing through a shell', () => {
    const commands = image.match(/(?:CMD|ENTRYPOINT) .*/g) ?? [];
    expect([commands.length, commands.every((line) => Array.isArray(JSON.parse(line.replace(/^\w+ /, ''))))]).toEqual([
      3,
      true,
    ]);
  });

  it('brings no secret and no run into the build', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.git', '**/node_modules', '**/.flowmason', '**/.env*', 'secrets']),
    );
  });
});

const Service = z.strictObject({
  build: z.literal('.'),
  image: z.string(),
  restart: z.literal('unless-stopped'),
  ports: z.array(z.string().startsWith('127.0.0.1:')),
  environment: z.record(z.string().startsWith('FM_'), z.string()),
  secrets: z.array(z.string()),
  volumes: z.array(z.string()).length(1),
  user: z.string().regex(/^[1-9]\d*:[1-9]\d*$/),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  pids_limit: z.int().positive(),
  mem_limit: z.string(),
  cpus: z.number(),
  stop_grace_period: z.string(),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
});
const Compose = z.strictObject({
  services: z.strictObject({ flowmason: Service }),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

describe('the compose file', () => {
  const { services, volumes, secrets } = Compose.parse(parse(read('compose.yaml')));
  const { flowmason } = services;

  it('runs as the user of the image', () => {
    expect(image).toContain(`USER ${flowmason.user}\n`);
  });

  it('declares the volume and the secrets that it names', () => {
    expect([flowmason.volumes.map((volume) => volume.split(':')[0]), flowmason.secrets]).toEqual([
      Object.keys(volumes),
      Object.keys(secrets),
    ]);
  });

  it('gives secrets as files, and values of none', () => {
    const files = Object.values(flowmason.environment).filter((value) => value.startsWith('/run/secrets/'));
    expect(files).toEqual(flowmason.secrets.map((name) => `/run/secrets/${name}`));
    const names = Object.keys(flowmason.environment).filter((name) => /TOKEN|KEY|SECRET/.test(name));
    expect(names.every((name) => name.endsWith('_FILE'))).toBe(true);
  });
});
