import mermaid from 'mermaid';
import { expect } from 'vitest';
import { z } from 'zod';

// Vitest needs happy-dom for this file: Mermaid sanitises labels with the DOM.
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxEdges: 100_000, maxTextSize: 10_000_000 });

/** Fails the test, with the text, when Mermaid does not take it. */
export async function expectMermaid(text: string): Promise<void> {
  const error = await mermaid.parse(text).then(
    () => undefined,
    (reason: unknown) => `${reason}\n${text}`,
  );
  expect(error).toBeUndefined();
}

const Task = z.object({
  task: z.string(),
  startTime: z.date(),
  endTime: z.date(),
  crit: z.boolean().optional(),
  done: z.boolean().optional(),
  active: z.boolean().optional(),
  milestone: z.boolean().optional(),
  section: z.string().optional(),
});

const GanttDb = z.object({ getTasks: z.custom<() => unknown>((value) => typeof value === 'function') });

/** The tasks as Mermaid itself understands them: name, start, end in ms, and tags. */
export async function ganttTasks(text: string): Promise<readonly (readonly [string, number, number, string])[]> {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const { getTasks } = GanttDb.parse({ getTasks: 'getTasks' in db ? db.getTasks : undefined });
  return z
    .array(Task)
    .parse(getTasks.call(db))
    .map(({ task, startTime, endTime, ...tags }) => {
      const names = (['crit', 'done', 'active', 'milestone'] as const).filter((tag) => tags[tag]);
      return [task.trim(), startTime.getTime(), endTime.getTime(), names.join(' ')] as const;
    });
}
