/** Restate in place of a database, a daemon and an application: its server, services on its SDK, and callers. Does jobs. */
import './with-resolvers.mjs';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import { serveJobs } from '../dist/drivers/serve-jobs.js';
import { connectIngress } from './ingress.mjs';
import { sends } from './sends.mjs';
import { startServer } from './server.mjs';
import { writes } from './writes.mjs';

const { mailbox, jobs: sendJobs } = sends();
const { writer, jobs: writeJobs } = writes();
/** Workflows that wait when the server goes complain of it. */
let ending = false;

const server = await startServer();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void close().finally(() => process.exit()));
}
await register(await serve());
const ingress = connectIngress(server.ingress);
serveJobs({ ...sendJobs(ingress), ...writeJobs(ingress) }, close);

async function serve() {
  const handler = createEndpointHandler({ services: [mailbox, writer], logger });
  const endpoint = createServer(handler).listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  return `http://127.0.0.1:${endpoint.address().port}`;
}

async function register(uri) {
  const reply = await fetch(`${server.admin}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  });
  if (!reply.ok) throw new Error(`Restate did not register the services: ${await reply.text()}`);
}

function logger({ level }, ...words) {
  if (!ending && level === 'error') console.error('Restate SDK:', ...words);
}

async function close() {
  ending = true;
  await server.stop();
}
