import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunningServer } from './server.ts';

/** The pipeline files of a journey's workspace, as any other program sees them. */
export class WorkspaceFiles {
  readonly #root: string;

  constructor(server: RunningServer) {
    this.#root = server.workspace;
  }

  /** Writes the file of a pipeline, as an editor of texts would. */
  write(id: string, text: string): void {
    mkdirSync(dirname(this.#pathOf(id)), { recursive: true });
    writeFileSync(this.#pathOf(id), text);
  }

  read(id: string): string {
    return readFileSync(this.#pathOf(id), 'utf8');
  }

  #pathOf(id: string): string {
    return join(this.#root, `${id}.pipeline.json`);
  }
}

/** A pipeline of three stages in a row, in a style of its own that nobody may change. */
export function threeStages(name: string): string {
  return `{
   "name": "${name}", "version": "1.0.0",
   "stages": [
      { "id": "first", "component": "logger", "config": { "message": "one" } },
      { "id": "second", "component": "logger", "depends_on": ["first"], "config": { "message": "two" } },
      { "id": "third", "component": "logger", "depends_on": ["second"], "config": { "message": "three" } }
   ]
}
`;
}
