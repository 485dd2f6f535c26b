import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pythonEnvironment, type Python } from './python.js';
import { workspacePath } from './workspace.js';

/** A process that serves the workflows of python_application.py. */
export interface PythonApplication {
  readonly stop: () => Promise<void>;
}

/** Starts it, and resolves when it takes workflows. Its standard input keeps it alive, so that it ends with us. */
export async function startPythonApplication(
  python: Python,
  databaseUrl: string,
): Promise<PythonApplication> {
  const programs = await pythonEnvironment(python);
  const child = spawn(join(programs, 'python'), [workspacePath('test/support/python_application.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: databaseUrl, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exited = once(child, 'exit');
  const serving = once(createInterface({ input: child.stdout }), 'line');
  await Promise.race([
    serving,
    exited.then(([code]) => {
      throw new Error(`the Python application ended with ${String(code)}: ${errors}`);
    }),
  ]);
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
