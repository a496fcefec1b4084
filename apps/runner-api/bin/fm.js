#!/usr/bin/env node
// The command line: the bundle when it has been built, else the sources as they are (Node strips the types).
import { existsSync } from 'node:fs';

/** The journal is written with `node:sqlite`, and the sources run without a build step, from this version on. */
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `fm: this is Node ${process.versions.node}, and fm needs Node ${OLDEST_NODE} or newer. Start it as node_modules/.bin/fm from the project's folder: that brings its own.\n`,
  );
  process.exit(2);
}
const bundle = new URL('../dist/fm.js', import.meta.url);
await import(existsSync(bundle) ? bundle.href : new URL('../src/main.ts', import.meta.url).href);
