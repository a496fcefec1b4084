import {
  AuditPage,
  CancelRun,
  ComponentInfo,
  Environments,
  Health,
  PipelineFile,
  PipelineSummary,
  ResolveStage,
  type Role,
  Run,
  RunEvent,
  RunPage,
  SecretOverview,
  Session,
  SetSecret,
  StartRun,
  StoredSecretInfo,
  ValidateResult,
} from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** One route of the API as `openapi.json` tells it. */
export interface ApiOperation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Path below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** What a caller must at least be. `anyone` also lets those in who have not said who they are. */
  readonly role: Role | 'anyone';
  readonly parameters?: readonly ApiParameter[];
  readonly body?: z.ZodType;
  readonly status: number;
  /** Absent when the answer has no body. */
  readonly answer?: z.ZodType;
  /** Set when the answer can also be, or is, a stream of server-sent events. */
  readonly stream?: string;
  /** Statuses of the problems that it answers with, beside 400, 403 and 500. */
  readonly problems?: readonly number[];
}

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: z.ZodType;
}

const runId = pathParameter('id', 'Id of the run');
const pipelineId = pathParameter('id', 'Id of the pipeline: its path without `.pipeline.json`, `/` written as `%2F`');
const secretName = pathParameter('name', 'Name of the secret, as pipelines read it: `secrets.NAME`');
const after = query('after', z.int().nonnegative(), 'Only what comes behind this');
const lastEventId = header('Last-Event-ID', 'Goes on behind this event; sent by browsers that come back');

const OVERRUN =
  'One of type `overrun` says that the reader is more than 1,000 events or 256 kB behind and does not catch up; its `resume_after` is the id to come back with, and the stream closes.';

/** Every route of the API. A route that does not stand here is not served (`guard-routes.ts`). */
export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'get',
    path: '/health',
    id: 'getHealth',
    role: 'viewer',
    summary: 'Says that the runner answers',
    status: 200,
    answer: Health,
  },
  {
    method: 'get',
    path: '/components',
    id: 'listComponents',
    role: 'viewer',
    summary: 'Components with the JSON Schemas of their config and output',
    status: 200,
    answer: z.array(ComponentInfo),
  },
  {
    method: 'post',
    path: '/validate',
    id: 'validate',
    role: 'viewer',
    summary: 'Checks a document: the document itself, a JSON string of its text, or either as `document` or `text`',
    body: z.union([z.string(), z.record(z.string(), z.json())]),
    status: 200,
    answer: ValidateResult,
    problems: [413, 415],
  },
  {
    method: 'get',
    path: '/pipelines',
    id: 'listPipelines',
    role: 'viewer',
    summary: 'Pipelines of the workspace',
    status: 200,
    answer: z.array(PipelineSummary),
  },
  {
    method: 'get',
    path: '/pipelines/{id}',
    id: 'getPipeline',
    role: 'viewer',
    summary: 'One pipeline file; the header ETag names its content',
    parameters: [pipelineId],
    status: 200,
    answer: PipelineFile,
    problems: [404, 409],
  },
  {
    method: 'post',
    path: '/pipelines',
    id: 'createPipeline',
    role: 'operator',
    summary: 'Writes a new pipeline file',
    body: z.strictObject({ id: z.string(), text: z.string() }),
    status: 201,
    answer: PipelineFile,
    problems: [409, 413, 415],
  },
  {
    method: 'put',
    path: '/pipelines/{id}',
    id: 'putPipeline',
    role: 'operator',
    summary: 'Writes a pipeline file; 201 when it is new',
    parameters: [
      pipelineId,
      header('If-Match', 'Only over the content with this ETag; `*`: only over a file that is there'),
      header('If-None-Match', '`*`: only when there is no such file'),
    ],
    body: z.strictObject({ text: z.string() }),
    status: 200,
    answer: PipelineFile,
    problems: [409, 412, 413, 415],
  },
  {
    method: 'delete',
    path: '/pipelines/{id}',
    id: 'deletePipeline',
    role: 'operator',
    summary: 'Removes a pipeline file; its runs stay',
    parameters: [pipelineId, header('If-Match', 'Only the content with this ETag; `*`: whatever it is')],
    status: 204,
    problems: [404, 412],
  },
  {
    method: 'post',
    path: '/runs',
    id: 'startRun',
    role: 'operator',
    summary: 'Starts a run; answers when its first event is recorded',
    parameters: [
      header('Idempotency-Key', 'The same key with the same body gives the same run, with another body 422'),
    ],
    body: StartRun,
    status: 202,
    answer: Run,
    problems: [404, 409, 413, 415, 422, 503, 507],
  },
  {
    method: 'get',
    path: '/runs',
    id: 'listRuns',
    role: 'viewer',
    summary: 'Runs, newest first',
    parameters: [
      query('pipeline', z.string(), 'Only runs of the pipeline with this name'),
      query('status', z.array(Run.shape.status), 'Only runs with one of these: repeated, or with commas between them'),
      query(
        'needs_person',
        z.literal(true),
        'Only runs that wait for somebody: those that are held, and those with stages that wait for a decision',
      ),
      query('limit', z.int().min(1).max(200).default(50), 'Runs on a page'),
      query('cursor', z.string(), '`next_cursor` of the page before'),
    ],
    status: 200,
    answer: RunPage,
  },
  {
    method: 'get',
    path: '/runs/{id}',
    id: 'getRun',
    role: 'viewer',
    summary: 'A run, folded from its journal',
    parameters: [runId],
    status: 200,
    answer: Run,
    problems: [404],
  },
  {
    method: 'post',
    path: '/runs/{id}/cancel',
    id: 'cancelRun',
    role: 'operator',
    summary: 'Asks for a run to end; its finally stages still run, unless `force` ends it at once',
    parameters: [runId],
    body: CancelRun,
    status: 202,
    answer: Run,
    problems: [404, 409, 415],
  },
  {
    method: 'post',
    path: '/runs/{id}/resume',
    id: 'resumeRun',
    role: 'operator',
    summary: 'Lets an open run go on that nobody works on, also one that is held',
    parameters: [runId],
    body: z.object({}),
    status: 202,
    answer: Run,
    problems: [404, 409, 415, 422],
  },
  {
    method: 'post',
    path: '/runs/{id}/stages/{sid}/resolve',
    id: 'resolveStage',
    role: 'operator',
    summary:
      'Decides what became of a request that was on its way when the runner stopped: done, failed, or to be sent again',
    parameters: [
      runId,
      pathParameter('sid', 'Id of the stage, or its address in loops, `each[2]/call` written as `each[2]%2Fcall`'),
    ],
    body: ResolveStage,
    status: 202,
    answer: Run,
    problems: [404, 409, 415, 422],
  },
  {
    method: 'get',
    path: '/runs/{id}/events',
    id: 'getRunEvents',
    role: 'viewer',
    summary: 'The journal of a run: a list, or a live stream when `text/event-stream` is asked for',
    parameters: [runId, after, lastEventId],
    status: 200,
    answer: z.array(RunEvent),
    stream: `\`id\` is the seq, \`data\` the event; a silence is broken every 15 s. Closes after the event that ends the run. ${OVERRUN}`,
    problems: [404],
  },
  {
    method: 'get',
    path: '/events',
    id: 'followRuns',
    role: 'viewer',
    summary: 'The events of all runs as one stream, in the order in which they were committed',
    parameters: [
      query(
        'after',
        z.string(),
        'Goes on behind the event with this id, also after a restart; 0 begins with the first',
      ),
      lastEventId,
      query('runs', z.array(z.string()), 'Only events of these runs: ids with commas between them'),
      query(
        'types',
        z.array(z.string()),
        'Only events of these types, such as `stage.failed`, or kinds, such as `run`',
      ),
      query('others', z.array(z.string()), 'With `runs`: also events of these types, or kinds, of all other runs'),
    ],
    status: 200,
    stream: `\`data\` is an event; a silence is broken every 15 s. A message of type \`reset\` says that events were missed, because the id is not known here (another data directory, or runs that were removed): what is shown has to be fetched anew. ${OVERRUN}`,
  },
  {
    method: 'get',
    path: '/environments',
    id: 'listEnvironments',
    role: 'viewer',
    summary: 'Profiles of the workspace and situations of the simulated services',
    status: 200,
    answer: Environments,
  },
  {
    method: 'get',
    path: '/secrets',
    id: 'listSecrets',
    role: 'viewer',
    summary: 'Names of the stored secrets, and of those that pipelines read; never a value',
    status: 200,
    answer: SecretOverview,
  },
  {
    method: 'put',
    path: '/secrets/{name}',
    id: 'setSecret',
    role: 'admin',
    summary: 'Stores a secret, encrypted; 201 when it is new',
    parameters: [secretName],
    body: SetSecret,
    status: 200,
    answer: StoredSecretInfo,
    problems: [413, 415, 422, 503],
  },
  {
    method: 'delete',
    path: '/secrets/{name}',
    id: 'removeSecret',
    role: 'admin',
    summary: 'Removes a stored secret',
    parameters: [secretName],
    status: 204,
    problems: [404, 503],
  },
  {
    method: 'get',
    path: '/session',
    id: 'getSession',
    role: 'anyone',
    summary: 'Who the caller is to the server, and whether it needs a token',
    status: 200,
    answer: Session,
  },
  {
    method: 'post',
    path: '/session',
    id: 'openSession',
    role: 'anyone',
    summary: 'Signs a browser in with a token: sets a cookie for twelve hours',
    body: z.strictObject({ token: z.string() }),
    status: 200,
    answer: Session,
    problems: [401, 415, 429],
  },
  {
    method: 'delete',
    path: '/session',
    id: 'closeSession',
    role: 'anyone',
    summary: 'Signs a browser out',
    status: 204,
  },
  {
    method: 'get',
    path: '/audit',
    id: 'listAudit',
    role: 'admin',
    summary: 'Who has done what, newest first',
    parameters: [
      query('limit', z.int().min(1).max(500).default(100), 'Lines on a page'),
      query('cursor', z.string(), '`next_cursor` of the page before'),
    ],
    status: 200,
    answer: AuditPage,
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    role: 'viewer',
    summary: 'This document',
    status: 200,
    answer: z.json(),
  },
];

function pathParameter(name: string, description: string): ApiParameter {
  return { name, in: 'path', description, schema: z.string() };
}

function query(name: string, schema: z.ZodType, description: string): ApiParameter {
  return { name, in: 'query', description, schema };
}

function header(name: string, description: string): ApiParameter {
  return { name, in: 'header', description, schema: z.string() };
}
