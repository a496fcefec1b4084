import { compileTemplate, ExprError, isJsonObject, runExpressionCases } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';
import { readJsonArgument } from '../read-json-argument.ts';
import { readTextFile } from '../read-text-file.ts';

export type EvalOptions = {
  readonly context?: string;
  /** Default `strict`. */
  readonly mode?: 'strict' | 'lenient' | 'condition';
  /** What `now()` is, ms since 1970. Default the clock. */
  readonly now?: number;
  readonly cases?: string;
  readonly json?: boolean;
};

/**
 * Evaluates a template against a context and writes the value, or `{"$error": …}` with exit code 1; with `cases` checks a
 * file of cases instead and exits with 1 when one differs.
 */
export async function evaluate(template: string | undefined, options: EvalOptions, io: CliIo): Promise<number> {
  if ((template === undefined) === (options.cases === undefined)) {
    throw new CliError('usage', 'Give a TEMPLATE, such as "{{ 1 + 1 }}", or --cases FILE.');
  }
  if (options.cases !== undefined) return checkCases(options.cases, options, io);
  const context = options.context === undefined ? {} : await readJsonArgument(options.context, '--context', io);
  if (!isJsonObject(context)) {
    throw new CliError('usage', '--context must be a JSON object, such as {"input": {"service": "api"}}.');
  }
  try {
    const evaluation = { mode: options.mode ?? 'strict', nowMs: options.now ?? io.now() };
    const { value, warnings } = compileTemplate(template ?? '').run(context, evaluation);
    for (const { code, message } of warnings) io.stderr.write(`warning ${code}: ${toPlainLine(message)}\n`);
    writeJson(io.stdout, value);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    writeJson(io.stdout, { $error: error.code, message: error.message, start: error.start, end: error.end });
    return EXIT.failed;
  }
}

async function checkCases(file: string, { json }: EvalOptions, io: CliIo): Promise<number> {
  const report = reportOf(file, await readTextFile(file, io.cwd));
  if (json) writeJson(io.stdout, report);
  else {
    for (const difference of report.differences) io.stdout.write(`${toPlainLine(difference)}\n`);
    io.stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
  }
  return report.failed === 0 ? EXIT.ok : EXIT.failed;
}

function reportOf(file: string, text: string) {
  try {
    return runExpressionCases(JSON.parse(text), () => performance.now());
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new CliError('json_invalid', `${file} is not JSON.`, { cause });
    if (!(cause instanceof z.ZodError)) throw cause;
    const [issue] = cause.issues;
    const detail = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    throw new CliError(
      'cases_invalid',
      `${file} is not a list of cases {name, template, context, expected}: ${detail}.`,
      { cause },
    );
  }
}
