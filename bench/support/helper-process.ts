import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process beside the one that is measured, so that its work is not counted as the other's. Answers one order at a time. */
export interface HelperProcess<Order, Answer> {
  ask(order: Order): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts the file `url`, which answers orders with `answerOrders`. */
export function startHelper<Order extends object, Answer>(url: URL): HelperProcess<Order, Answer> {
  const child = fork(url, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = endOf(child);
  ended.catch(() => undefined); // whoever asks hears of it
  return {
    async ask(order) {
      const answered = new Promise<unknown>((resolve) => child.once('message', resolve));
      child.send(order);
      return (await Promise.race([answered, ended])) as Answer; // what `answerOrders` of that file sends
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Answers what `HelperProcess.ask` asks; a failure ends the process. */
export function answerOrders<Order>(answer: (order: Order) => Promise<unknown>): void {
  process.on('message', async (order) => {
    process.send?.(await answer(order as Order)); // from the process that has started this one
  });
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`a helper of the bench ended with ${signal ?? code}`);
}
