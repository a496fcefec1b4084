import { RunId } from '@flowmason/pipeline-schema';
import { CliError } from './cli-error.ts';

/** @throws {CliError} `usage` for a text that no run can have as its id. */
export function toRunId(argument: string): RunId {
  const parsed = RunId.safeParse(argument);
  if (parsed.success) return parsed.data;
  throw new CliError('usage', `"${argument}" is not a run id. "fm runs" lists the runs with their ids.`);
}
