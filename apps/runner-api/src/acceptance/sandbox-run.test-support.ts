import type { HttpRequest, ModelRequest, SimulatedModelResponse, SimulatedResponse } from '@flowmason/engine';
import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { createSandbox, type ReceivedRequest, type Sandbox, sandboxProfile } from '@flowmason/sandbox';
import { createAddressRules } from '../profile/address-rules.ts';
import { parseProfile } from '../profile/profile.ts';
import {
  at,
  type FinishedRun,
  type InMemoryWorld,
  type ReferencePipeline,
  runInMemory,
} from './simulated-run.test-support.ts';

const BASE = 'http://127.0.0.1:4010';

/** For tests only: a finished run in the sandbox, and what the sandbox saw of it. */
export interface SandboxRun extends FinishedRun {
  readonly received: readonly ReceivedRequest[];
  /** `METHOD service path` of every request but the model's, oldest first. */
  readonly calls: readonly string[];
  readonly state: JsonObject;
}

/** Runs a shipped pipeline in one situation of the sandbox, through the sandbox's own profile. */
export async function runInSandbox(name: ReferencePipeline, input: Json, situation: string): Promise<SandboxRun> {
  let sandbox: Sandbox | undefined;
  const finished = await runInMemory(name, input, (clock) => {
    sandbox = createSandbox({ situation, now: () => clock.now() });
    return toWorld(sandbox);
  });
  if (sandbox === undefined) throw new Error('the run never opened its world');
  const received = sandbox.received;
  const calls = received
    .filter(({ service }) => service !== 'model')
    .map(({ method, service, path }) => `${method} ${service} ${path}`);
  return { ...finished, received, calls, state: sandbox.state() };
}

function toWorld(sandbox: Sandbox): InMemoryWorld {
  const profile = parseProfile(sandboxProfile(BASE, 1), 'of the sandbox');
  const rules = createAddressRules(profile.http);
  return {
    secrets: profile.secrets.values,
    http: (request) => answer(sandbox, rules.rewrite(new URL(request.url)), request),
    model: (request) => askModel(sandbox, request, profile.secrets.values['SANDBOX_MODEL_KEY'] ?? ''),
  };
}

function answer(
  sandbox: Sandbox,
  url: URL | undefined,
  { method, headers, body = '' }: HttpRequest,
): SimulatedResponse {
  if (url === undefined || url.origin !== BASE) throw new Error('a request of a sandbox run would leave the sandbox');
  const [, service = '', rest = '/'] = /^\/([^/]+)(.*)$/.exec(url.pathname + url.search) ?? [];
  return sandbox.handle({ service, method, url: rest, headers, body });
}

/** As the runner's provider does it: OpenAI's format, and any answer but 200 is a failure. */
function askModel(sandbox: Sandbox, request: ModelRequest, key: string): SimulatedModelResponse {
  const system = request.systemPrompt === undefined ? [] : [{ role: 'system', content: request.systemPrompt }];
  const {
    status,
    body,
    delayMs = 0,
  } = sandbox.handle({
    service: 'model',
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: request.model, messages: [...system, { role: 'user', content: request.prompt }] }),
  });
  if (status !== 200) throw new Error(`the scripted model answered ${status}: ${body}`);
  const reply: Json = JSON.parse(body);
  return {
    content: String(at(reply, 'choices', 0, 'message', 'content')),
    model: String(at(reply, 'model')),
    inputTokens: Number(at(reply, 'usage', 'prompt_tokens')),
    outputTokens: Number(at(reply, 'usage', 'completion_tokens')),
    delayMs,
  };
}
