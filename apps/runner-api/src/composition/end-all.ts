/**
 * Performs the tasks one after the other, each whatever becomes of those before it.
 * @throws what failed, when all have been performed; an `AggregateError` when it was more than one.
 */
export async function endAll(tasks: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} parts of the runner could not be closed`);
  if (errors.length > 0) throw errors[0];
}
