import { foldRun, newRun, type RunEvent, RunId, type StartRun } from '@flowmason/pipeline-schema';
import type { OpenRunner, Runner, StartOptions } from '../runner.ts';

/** One run whose journal is written down: the events before a cancel, and those that follow one. */
export type Script = {
  readonly events: readonly RunEvent[];
  readonly afterCancel?: readonly RunEvent[];
  /** What `start` throws instead. */
  readonly refuse?: Error;
};

export type ScriptedRunner = {
  readonly open: OpenRunner;
  readonly started: readonly { readonly request: StartRun; readonly options: StartOptions | undefined }[];
  readonly cancels: readonly string[];
  readonly isClosed: () => boolean;
};

/** A `Runner` that plays a journal: it stops behind `events` until it is cancelled when there is something after that. */
export function createScriptedRunner({ events, afterCancel, refuse }: Script): ScriptedRunner {
  const started: { request: StartRun; options: StartOptions | undefined }[] = [];
  const cancels: string[] = [];
  let isClosed = false;
  let resume = () => {};
  const cancelled = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const runAfter = (journal: readonly RunEvent[]) => foldRun(newRun(RunId.parse('r1')), journal);
  const unused = () => {
    throw new Error('the command has no business here');
  };
  const runner: Runner = {
    components: new Map(),
    workspace: {
      root: '/workspace',
      findPipeline: async () => undefined,
      findPipelineFile: unused,
      readFile: unused,
      listPipelines: unused,
      writePipeline: unused,
      deletePipeline: unused,
    },
    environments: unused,
    audit: { record: (_caller, _act, perform) => perform(() => undefined), note: unused, page: unused, close: unused },
    secrets: { list: unused, namesInEnvironment: unused, set: unused, remove: unused, rotateKey: unused },
    maskText: (text) => text,
    readSecretsFile: async () => ({ TOKEN: 'not-for-anyone' }),
    serve: unused,
    prune: unused,
    close: async () => {
      isClosed = true;
    },
    runs: {
      async start(request, options) {
        if (refuse) throw refuse;
        started.push({ request, options });
        return runAfter(events.slice(0, 1));
      },
      get: async () => runAfter([...events, ...(afterCancel ?? [])]),
      list: unused,
      resume: unused,
      resolve: unused,
      async cancel(_runId, reason) {
        cancels.push(reason);
        resume();
        return runAfter(events);
      },
      async *follow() {
        yield* events;
        if (!afterCancel) return;
        await cancelled;
        yield* afterCancel;
      },
    },
  };
  return { open: async () => runner, started, cancels, isClosed: () => isClosed };
}
