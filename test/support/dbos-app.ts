/**
 * A real DBOS application as a process of its own, since the SDK is one global object: launches on the database that it is told,
 * runs one workflow that receives a message, says what it got on its IPC channel, and ends.
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { AppOptions, AppReport } from './run-dbos-app.js';

const greet = DBOS.registerWorkflow(
  async (name: string) => `hello ${name}, ${(await DBOS.recv<string>('greeting', 30)) ?? 'nothing'}`,
  { name: 'greet' },
);

async function run({
  url,
  schema,
  runMigrations,
  useListenNotify,
  workflowId,
}: AppOptions): Promise<AppReport> {
  DBOS.setConfig({
    name: 'schema-check',
    systemDatabaseUrl: url,
    systemDatabaseSchemaName: schema ?? 'dbos',
    runMigrations: runMigrations ?? true,
    useListenNotify: useListenNotify ?? true,
    logLevel: 'error',
  });
  try {
    await DBOS.launch();
    if (workflowId === undefined) return { launched: true };
    const handle = await DBOS.startWorkflow(greet, { workflowID: workflowId })('you');
    await DBOS.send(workflowId, 'from outside', 'greeting');
    return { launched: true, result: await handle.getResult() };
  } catch (error) {
    return { launched: false, error: error instanceof Error ? error.message : String(error) };
  } finally {
    await DBOS.shutdown();
  }
}

const report = await run(JSON.parse(process.argv[2] ?? '{}') as AppOptions);
process.send?.(report, () => {
  process.disconnect();
});
