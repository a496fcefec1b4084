import { builtinComponents } from '@flowmason/engine';
import { type Diagnostic, readPipeline } from '@flowmason/pipeline-schema';
import { createPalette } from '../../terminal/palette.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { countText, diagnosticText } from '../diagnostic-text.ts';
import { EXIT } from '../exit-codes.ts';
import { readPipelineFile } from '../find-pipeline-file.ts';
import { githubAnnotation } from '../github-annotation.ts';
import { writeIndentedJson, writeJson } from '../json-output.ts';
import { toSarif } from '../sarif.ts';

export type ValidateOptions = {
  /** Warnings count as errors. */
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly format?: 'text' | 'json' | 'sarif';
};

/** Checks documents. Exit code 2 when one has an error, or cannot be read; the others are checked all the same. */
export async function validate(files: readonly string[], options: ValidateOptions, io: CliIo): Promise<number> {
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkFile(file, io.cwd));
  const results = checked.map(({ file, diagnostics }) => ({ file, diagnostics }));
  const format = options.format ?? (options.json ? 'json' : 'text');
  if (format === 'json') writeJson(io.stdout, results);
  else if (format === 'sarif') writeIndentedJson(io.stdout, toSarif(results));
  else writeText(checked, io);
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    // Where standard output is data, the runner reads its commands from standard error.
    const output = format === 'text' ? io.stdout : io.stderr;
    for (const { file, diagnostics } of results) {
      for (const diagnostic of diagnostics) output.write(`${githubAnnotation(diagnostic, file)}\n`);
    }
  }
  const isBad = ({ severity }: Diagnostic) => severity === 'error' || options.strict === true;
  return results.some(({ diagnostics }) => diagnostics.some(isBad)) ? EXIT.invalid : EXIT.ok;
}

type CheckedFile = { readonly file: string; readonly text: string; readonly diagnostics: readonly Diagnostic[] };

async function checkFile(file: string, cwd: string): Promise<CheckedFile> {
  try {
    const { text } = await readPipelineFile(file, cwd);
    return { file, text, diagnostics: readPipeline(text, { components: builtinComponents }).diagnostics };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { file, text: '', diagnostics: [unreadable(error.message.replace(`${file}: `, ''))] };
  }
}

/** A file that cannot be read is a finding too, so that machines get one answer for all files. */
function unreadable(message: string): Diagnostic {
  const start = { offset: 0, line: 1, column: 1 };
  return {
    code: 'file-unreadable',
    severity: 'error',
    message,
    pointer: '',
    range: { start, end: start },
    related: [],
    fixes: [],
  };
}

function writeText(checked: readonly CheckedFile[], io: CliIo): void {
  const palette = createPalette(io.stdout, io.env);
  for (const { file, text, diagnostics } of checked) {
    const source = { name: toPlainLine(file), text };
    for (const diagnostic of diagnostics) io.stdout.write(`${diagnosticText(diagnostic, source, palette)}\n`);
    const isFine = diagnostics.length === 0;
    io.stdout.write(`${source.name}: ${isFine ? palette.green('no problems') : countText(diagnostics)}\n`);
  }
}
