import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkHealth } from '@dbosd/daemon/internal/rpc/check-health.js';
import { eventually } from '../support/collect.js';
import { failureOf } from '../support/failure-of.js';
import { announceMissing, findTool } from '../support/not-run.js';
import { startOwnDaemon, type OwnDaemon } from '../support/own-daemon.js';
import { DBOSClient } from '@dbosd/client';

const nginx = findTool('nginx');

if (nginx === undefined) announceMissing('e2e', 'nginx');
else {
  describe('nginx with its default limits, in front of a daemon', () => {
    let daemon: OwnDaemon;
    let proxy: { readonly address: string; readonly stop: () => Promise<void> };

    before(async () => {
      daemon = await startOwnDaemon();
      proxy = await startNginx(nginx, daemon.address);
    });

    after(async () => {
      await proxy.stop();
      await daemon.stop();
    });

    it('stops a message of 1.2 MB, which says so, and lets all others pass', async () => {
      const client = await DBOSClient.create({ address: proxy.address });
      try {
        const { workflowID } = await client.enqueue({ queueName: 'q', workflowName: 'w' });
        const error = await failureOf(client.send(workflowID, 'x'.repeat(1_200_000)));
        expect(error.reason).to.equal('PAYLOAD_TOO_LARGE');
        expect(error.message).to.match(/a proxy in between limits the size.*client_max_body_size/);
        // More than a stream may carry in all.
        for (let n = 0; n < 20; n += 1) await client.send(workflowID, 'x'.repeat(100_000));
      } finally {
        await client.destroy();
      }
    });
  });
}

async function startNginx(program: string, target: string): Promise<typeof running> {
  const folder = await mkdtemp(join(tmpdir(), 'dbosd-nginx-'));
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events {}
     http { access_log off; ${temporary}
       server { listen 127.0.0.1:${String(port)} http2; location / { grpc_pass grpc://${target}; } } }`,
  );
  const child = spawn(program, ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const running = {
    address: `127.0.0.1:${String(port)}`,
    stop: async (): Promise<void> => {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  await eventually(async () => (await checkHealth(running.address, 1000)).kind === 'serving');
  return running;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
