import {
  applyTimelineEvents,
  EMPTY_TIMELINE,
  type Run,
  type RunEvent,
  timelineNow,
  toDurationText,
} from '@flowmason/pipeline-schema';
import { eventLine } from '../terminal/event-line.ts';
import { LiveScreen } from '../terminal/live-screen.ts';
import { createPalette } from '../terminal/palette.ts';
import { toPlainLine } from '../terminal/plain-text.ts';
import { runSummary } from '../terminal/run-summary.ts';
import { timelineLines } from '../terminal/timeline-lines.ts';
import type { CliIo } from './cli-io.ts';

/** What a person sees of a run while it lasts, on standard error. */
export interface RunView {
  add(event: RunEvent): void;
  /** A sentence for the user, beside the events. */
  say(text: string): void;
  /** Draws the end of the run and sums it up. */
  finish(run: Run): void;
  /** Gives the terminal back. Harmless when called twice, and after `finish`. */
  close(): void;
}

/** At most ten drawings a second. */
const FRAME_MS = 100;

/** The live timeline, redrawn in place; logs and warnings of the pipeline scroll above it. */
export function createLiveView(io: CliIo, maxAttempts: ReadonlyMap<string, number>): RunView {
  const palette = createPalette(io.stderr, io.env);
  const screen = new LiveScreen((text) => io.stderr.write(text));
  let timeline = EMPTY_TIMELINE;
  let pending: RunEvent[] = [];

  const draw = () => {
    timeline = applyTimelineEvents(timeline, pending);
    pending = [];
    const nowMs = timelineNow(timeline, io.now());
    const { columns = 80, rows = 24 } = io.stderr;
    const simulated = timeline.sandbox === undefined ? '' : ` · simulated services: ${toPlainLine(timeline.sandbox)}`;
    const head = `${toPlainLine(timeline.pipeline)} · ${timeline.status} · ${toDurationText(nowMs)}${simulated}`;
    const lines = timelineLines(timeline, { nowMs, columns, lines: rows, palette, maxAttempts });
    screen.draw([palette.bold(head.slice(0, columns - 1)), ...lines]);
  };
  const above = (text: string) => {
    screen.clear();
    io.stderr.write(`${text}\n`);
    draw();
  };
  const stop = io.every(FRAME_MS, draw);

  return {
    add(event) {
      pending.push(event);
      const line = event.type === 'log' || event.type === 'warning' ? eventLine(event) : undefined;
      if (line !== undefined) above(palette.grey(line));
    },
    say: above,
    finish(run) {
      stop();
      draw();
      screen.end();
      io.stderr.write(`${runSummary(run, palette).join('\n')}\n`);
    },
    close() {
      stop();
      screen.end();
    },
  };
}

/** One line per event, for pipes and logs of build servers; `quiet` leaves only the summary. */
export function createLineView(io: CliIo, { quiet }: { readonly quiet: boolean }): RunView {
  const palette = createPalette(io.stderr, io.env);
  const write = (text: string) => io.stderr.write(`${text}\n`);
  return {
    add(event) {
      const line = quiet ? undefined : eventLine(event);
      if (line !== undefined) write(line);
    },
    say: write,
    finish: (run) => write(runSummary(run, palette).join('\n')),
    close: () => undefined,
  };
}
