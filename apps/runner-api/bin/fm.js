#!/usr/bin/env node
// The command line: the bundle when it has been built, else the sources as they are (Node strips the types).
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/fm.js', import.meta.url);
await import(existsSync(bundle) ? bundle.href : new URL('../src/main.ts', import.meta.url).href);
