import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface AppOptions {
  readonly url: string;
  /** Default: dbos. */
  readonly schema?: string;
  /** Default: true. False makes the SDK verify the version only. */
  readonly runMigrations?: boolean;
  /** Default: true. */
  readonly useListenNotify?: boolean;
  /** The workflow to run; without one the application only launches. */
  readonly workflowId?: string;
}

export interface AppReport {
  readonly launched: boolean;
  /** What the workflow returned. */
  readonly result?: string;
  /** Why it did not launch, or the workflow failed. */
  readonly error?: string;
}

/** Runs the application of dbos-app.ts to its end. Launching migrates the database, unless told otherwise. */
export async function runDbosApp(options: AppOptions): Promise<AppReport> {
  const program = fileURLToPath(new URL('./dbos-app.js', import.meta.url));
  const child = fork(program, [JSON.stringify(options)], {
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const reports: AppReport[] = [];
  child.on('message', (report) => reports.push(report as AppReport));
  const [code] = (await once(child, 'exit')) as [number | null];
  const report = reports[0];
  if (report === undefined) throw new Error(`the DBOS application ended with code ${code} and said nothing`);
  return report;
}

/** Lets the official SDK make the DBOS schema in a database. */
export async function migrateWithSdk(options: Omit<AppOptions, 'workflowId'>): Promise<void> {
  const { launched, error } = await runDbosApp(options);
  if (!launched) throw new Error(`the DBOS application did not launch: ${error}`);
}
