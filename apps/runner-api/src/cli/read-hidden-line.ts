import { CliError } from './cli-error.ts';

/**
 * Asks at the terminal for one line and shows nothing of it. Backspace takes the last character back, Ctrl+U all of them.
 * @throws {CliError} `usage` when the person gives up with Ctrl+C or Ctrl+D.
 */
export function readHiddenLine(
  prompt: string,
  { stdin, stderr }: Pick<NodeJS.Process, 'stdin' | 'stderr'>,
): Promise<string> {
  stdin.setRawMode(true); // before the prompt: what a quick person types at once would be shown
  stdin.setEncoding('utf8');
  stdin.resume();
  stderr.write(prompt);
  return new Promise((resolve, reject) => {
    let line = '';
    const end = (): void => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    // What is pasted comes in pieces of any length.
    const onData = (piece: string): void => {
      const characters = [...piece];
      for (const [index, character] of characters.entries()) {
        const meaning = KEYS[character];
        if (meaning === 'enter') {
          end();
          if (index < characters.length - 1) reject(new CliError('usage', SEVERAL_LINES));
          else resolve(line);
          return;
        }
        if (meaning === 'give_up') {
          end();
          reject(new CliError('usage', 'No value was given, so nothing was stored.'));
          return;
        }
        line = afterKey(line, character, meaning);
      }
    };
    stdin.on('data', onData);
  });
}

const SEVERAL_LINES =
  'More than one line was pasted, so nothing was stored. Give a value of several lines with --from-file, or by standard input.';

const KEYS: Readonly<Record<string, 'enter' | 'give_up' | 'back' | 'clear'>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u0003': 'give_up',
  '\u0004': 'give_up',
  '\u007f': 'back',
  '\b': 'back',
  '\u0015': 'clear',
};

function afterKey(line: string, character: string, meaning: (typeof KEYS)[string] | undefined): string {
  if (meaning === 'clear') return '';
  return meaning === 'back' ? [...line].slice(0, -1).join('') : line + character;
}
