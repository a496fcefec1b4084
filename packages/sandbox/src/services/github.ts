import { at, textAt } from '../read-json.ts';
import type { ServiceAnswer, ServiceRequest } from '../request.ts';
import type { Build, Service, World } from '../world.ts';
import { hasScheme } from './authorization.ts';

/** How long a build waits, and how long it takes in all, in simulated ms. */
const QUEUED_MS = 4_000;
const BUILD_MS = 15_000;

const DISPATCH = /^\/repos\/([^/]+\/[^/]+)\/actions\/workflows\/([^/]+)\/dispatches$/;
const RUNS = /^\/repos\/([^/]+\/[^/]+)\/actions\/runs$/;

/** GitHub's REST API, as far as it starts workflow runs and lists them. A run appears at once and takes a quarter of a minute. */
export const github: Service = (request, world) => {
  if (!hasScheme(request, 'Bearer', 'token')) return { status: 401, json: { message: 'Bad credentials' } };
  const dispatch = DISPATCH.exec(request.path);
  if (dispatch && request.method === 'POST') return startBuild(request, world, dispatch);
  const runs = RUNS.exec(request.path);
  if (runs && request.method === 'GET') return listRuns(request, world, runs[1] ?? '');
  return { status: 404, json: { message: 'Not Found' } };
};

function startBuild(
  request: ServiceRequest,
  world: World,
  [, repository = '', workflow = '']: RegExpExecArray,
): ServiceAnswer {
  const branch = textAt(request.body, 'ref');
  if (branch === undefined) return invalid('"ref" wasn\'t supplied.');
  const inputs = at(request.body, 'inputs') ?? {};
  const values = typeof inputs === 'object' && inputs !== null ? Object.entries(inputs) : [];
  const wrong = values.find(([, value]) => typeof value !== 'string');
  if (wrong) return invalid(`Inputs must be text: "${wrong[0]}" is not.`);
  world.builds.push({
    id: 7_000_001 + world.builds.length,
    repository,
    workflow,
    branch,
    commit: textAt(request.body, 'inputs', 'commit_sha') ?? '',
    startedAt: world.now(),
  });
  return { status: 204, latencyMs: 900 };
}

function listRuns({ query }: ServiceRequest, world: World, repository: string): ServiceAnswer {
  const commit = query['head_sha'];
  const builds = world.builds
    .filter((build) => build.repository === repository && (commit === undefined || build.commit === commit))
    .toReversed();
  return {
    status: 200,
    json: { total_count: builds.length, workflow_runs: builds.map((build) => toWorkflowRun(build, world)) },
    latencyMs: 300,
  };
}

function toWorkflowRun({ id, repository, workflow, branch, commit, startedAt }: Build, world: World) {
  const age = world.now() - startedAt;
  const status = age < QUEUED_MS ? 'queued' : age < BUILD_MS ? 'in_progress' : 'completed';
  return {
    id,
    name: 'build',
    path: `.github/workflows/${workflow}`,
    event: 'workflow_dispatch',
    head_branch: branch,
    head_sha: commit,
    status,
    conclusion: status === 'completed' ? world.traits.build : null,
    html_url: `https://github.com/${repository}/actions/runs/${id}`,
    created_at: new Date(startedAt).toISOString(),
  };
}

function invalid(message: string): ServiceAnswer {
  return { status: 422, json: { message: `Invalid request.\n\n${message}` } };
}
