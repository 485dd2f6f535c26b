import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface OrderApp {
  stop(): Promise<void>;
}

/** Starts the application of order-app.ts on a database that has the DBOS schema; resolves when it has launched. */
export async function startOrderApp(databaseUrl: string): Promise<OrderApp> {
  const program = fileURLToPath(new URL('./order-app.js', import.meta.url));
  const child = fork(program, [databaseUrl], {
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`the DBOS application ended with code ${String(code)} before it had launched`);
    }),
  ]);
  return {
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
