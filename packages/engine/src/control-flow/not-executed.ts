/** `execute` of the stages that the engine runs itself; reaching it is a bug. */
export async function notExecuted(): Promise<never> {
  throw new Error('control stages are run by the engine, not executed');
}
