import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { explainError } from '@dbosd/cli/internal/explain-error.js';
import { inspectDbosSchemaAt } from '@dbosd/daemon/internal/store/schema/index.js';
import { expect } from 'chai';
import { createDatabase } from '../support/database.js';
import { announceMissing, findTool } from '../support/not-run.js';
import { Program } from '../support/program.js';
import { createRole } from '../support/role.js';
import { runSql } from '../support/sql.js';
import { workspacePath } from '../support/workspace.js';

/** What a command tells that cannot reach its database. */
async function adviceOn(url: string) {
  const failure: unknown = await inspectDbosSchemaAt(url, 'dbos').then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(failure, 'a failure').to.be.instanceOf(Error);
  return explainError(failure);
}

describe('a database that cannot be reached', () => {
  it('names the file of sslrootcert that is not there, and the fix', async () => {
    const { exitCode, message } = await adviceOn(
      'postgres://u@127.0.0.1:1/db?sslmode=verify-full&sslrootcert=/no/such/ca.pem',
    );
    expect(exitCode).to.equal(5);
    expect(message).to.match(/\/no\/such\/ca\.pem.*correct .*sslrootcert in database_url/);
  });

  it('names the privilege that is missing', async () => {
    const database = await createDatabase();
    const role = await createRole(database.url);
    try {
      await runSql(database.url, `revoke connect on database ${database.name} from public`);
      const { exitCode, message } = await adviceOn(role.url);
      expect(exitCode).to.equal(5);
      expect(message).to.match(/permission denied for database.*grant connect on the database/);
    } finally {
      await role.drop();
      await database.drop();
    }
  });

  it('is told from a pooler that lets nobody through, with what to do about it', async () => {
    const server = await startAnswering((socket) => {
      socket.once('data', () => socket.end(fatal('08P01', 'query_wait_timeout')));
    });
    const { exitCode, message } = await adviceOn(server.url);
    expect(exitCode).to.equal(5);
    expect(message).to.match(/query_wait_timeout.*pooler.*more connections/);
    await server.close();
  });

  it('is one whatever the driver says of it, without a code, too', async () => {
    const server = await startAnswering((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    for (const query of ['', '?sslmode=require']) {
      expect((await adviceOn(server.url + query)).exitCode, query).to.equal(5);
    }
    await server.close();
  });

  it('shows nothing of a password with raw characters, which is refused', async () => {
    for (const password of ['hun@ter/2', 'hun@ter#2', 'hun@ter?2', 'hunter%2']) {
      for (const command of [['migrate', 'status'], ['doctor'], ['serve'], ['config', 'print']]) {
        const program = new Program([workspacePath('packages/cli/bin/dbosd.js'), ...command], {
          env: { DBOSD_DATABASE_URL: `postgres://app:${password}@db.invalid:5432/app` },
          cwd: '/',
        });
        const code = await program.exited();
        const said = program.lines.join('\n') + program.errors;
        expect(code, `${password} ${command.join(' ')}`).to.equal(2);
        expect(said, password)
          .to.match(/%40/)
          .and.not.to.match(/ter\b|hun/);
      }
    }
  });
});

if (findTool('openssl') === undefined) announceMissing('conformance', 'openssl');
else {
  describe('a database whose certificate is not trusted', () => {
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'dbosd-tls-'));
    });

    after(() => rm(folder, { recursive: true, force: true }));

    /** Speaks TLS with a self-signed certificate of that name, after Postgres's own greeting. */
    async function startTls(name: string) {
      const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
      const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
      const files = ['-keyout', key, '-out', cert];
      await promisify(execFile)('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        ...subject,
        ...files,
      ]);
      const server = await startAnswering((socket) => {
        socket.once('data', () => {
          socket.write('S');
          const secure = new TLSSocket(socket, {
            isServer: true,
            key: readFileSync(key),
            cert: readFileSync(cert),
          });
          secure.on('error', () => undefined);
        });
      });
      return { ...server, cert };
    }

    it('is told to name the authority, where it is unknown', async () => {
      const server = await startTls('one.test');
      const { exitCode, message } = await adviceOn(`${server.url}?sslmode=require`);
      expect(exitCode).to.equal(5);
      expect(message).to.match(/self-signed certificate.*sslrootcert in database_url/);
      await server.close();
    });

    it('is told to write the host as the certificate names it', async () => {
      const server = await startTls('other.test');
      const { exitCode, message } = await adviceOn(
        `${server.url}?sslmode=require&sslrootcert=${server.cert}`,
      );
      expect(exitCode).to.equal(5);
      expect(message).to.match(/does not match certificate.*as the certificate names it/);
      await server.close();
    });

    it('leaves no line between those of a log in JSON', async () => {
      const server = await startTls('log.test');
      const program = new Program(
        [workspacePath('packages/cli/bin/dbosd.js'), 'serve', '--port', '0', '--log-format', 'json'],
        { env: { DBOSD_DATABASE_URL: `${server.url}?sslmode=require` }, cwd: '/' },
      );
      expect(await program.exited()).to.equal(5);
      const raw = program.errors.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
      // The last word of a command that failed.
      expect(raw).to.have.length(1);
      expect(raw[0]).to.match(/^dbosd: the database: /);
      await server.close();
    });
  });
}

async function startAnswering(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `postgres://app@127.0.0.1:${String((server.address() as AddressInfo).port)}/app`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** ErrorResponse with severity FATAL. */
function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
