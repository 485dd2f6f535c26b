import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';

/** A pooler in transaction mode, as PgBouncer is one: a connection to Postgres is lent for one transaction. */
export interface TransactionPooler {
  readonly url: string;
  close(): Promise<void>;
}

const TERMINATE = 'X';
/** Messages that Postgres answers with ReadyForQuery: Query and Sync. */
const ASKING = new Set(['Q', 'S']);
const READY = 'Z';
const STARTUP_VERSION = 196_608;

/** Starts one in front of a database, with `size` connections to it. Whatever sessions set or prepare is left behind. */
export async function startTransactionPooler(databaseUrl: string, size = 2): Promise<TransactionPooler> {
  const lender = new Lender(databaseUrl, size);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, lender);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await lender.close();
    },
  };
}

/** A connection to Postgres, past the driver once it has logged in. */
interface Lent {
  readonly stream: Socket;
  hear: (chunk: Buffer) => void;
}

/** The connections to Postgres; the one given back last is lent first. */
class Lender {
  readonly #url: string;
  readonly #size: number;
  readonly #clients = new Map<Lent, pg.Client>();
  readonly #idle: Lent[] = [];
  readonly #waiting: ((lent: Lent) => void)[] = [];

  constructor(url: string, size: number) {
    this.#url = url;
    this.#size = size;
  }

  async take(): Promise<Lent> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#clients.size < this.#size) return this.#connect();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** One whose borrower left in the middle of a transaction: nobody can use it any more. */
  async drop(lent: Lent): Promise<void> {
    lent.stream.destroy();
    this.#clients.delete(lent);
    const next = this.#waiting.shift();
    if (next !== undefined) next(await this.#connect());
  }

  giveBack(lent: Lent): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(lent);
    else next(lent);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.end().catch(() => undefined)));
  }

  async #connect(): Promise<Lent> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'pooler' });
    client.on('error', () => undefined);
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const lent: Lent = { stream, hear: () => undefined };
    this.#clients.set(lent, client);
    await client.connect();
    stream.removeAllListeners('data');
    stream.on('data', (chunk: Buffer) => {
      lent.hear(chunk);
    });
    return lent;
  }
}

function serve(socket: Socket, lender: Lender): void {
  let isStarted = false;
  let lent: Lent | undefined;
  let unanswered = 0;
  let rest: Buffer = Buffer.alloc(0);
  let work = Promise.resolve();

  const hear = framed((message, type) => {
    if (!socket.destroyed) socket.write(message);
    if (type !== READY) return;
    unanswered -= 1;
    if (unanswered === 0 && message.at(-1) === 'I'.charCodeAt(0) && lent !== undefined) {
      lent.hear = () => undefined;
      lender.giveBack(lent);
      lent = undefined;
    }
  });
  const forward = framed((message, type) => {
    work = work.then(async () => {
      if (type === TERMINATE) {
        socket.end();
        return;
      }
      if (lent === undefined) {
        lent = await lender.take();
        lent.hear = hear;
      }
      if (ASKING.has(type)) unanswered += 1;
      lent.stream.write(message);
    });
  });

  socket.on('close', () => {
    if (lent !== undefined) void lender.drop(lent);
  });
  socket.on('data', (chunk: Buffer) => {
    if (isStarted) {
      forward(chunk);
      return;
    }
    rest = Buffer.concat([rest, chunk]);
    if (rest.length < 8 || rest.length < rest.readInt32BE(0)) return;
    if (rest.readInt32BE(4) !== STARTUP_VERSION) {
      socket.destroy();
      return;
    }
    isStarted = true;
    socket.write(greeting());
    forward(rest.subarray(rest.readInt32BE(0)));
  });
}

/** AuthenticationOk; BackendKeyData, invented; ReadyForQuery. */
function greeting(): Buffer {
  const key = Buffer.from([0x4b, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
  key.writeInt32BE(randomInt(2 ** 30, 2 ** 31 - 1), 5);
  return Buffer.concat([
    Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
    key,
    Buffer.from([0x5a, 0, 0, 0, 5, 0x49]),
  ]);
}

/** Cuts what comes into messages: a type, then a length that counts itself. */
function framed(onMessage: (message: Buffer, type: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      onMessage(rest.subarray(0, end), String.fromCharCode(rest[0] ?? 0));
      rest = rest.subarray(end);
    }
  };
}
