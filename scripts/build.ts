import { buildStale } from './builds.ts';
import { ROOT } from './run-command.ts';

await buildStale(ROOT);
