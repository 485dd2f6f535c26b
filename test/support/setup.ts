// Loaded by mocha before the tests (.mocharc.json).
import { stopTestServer } from './database.js';

export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServer();
}
