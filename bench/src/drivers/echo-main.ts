/** Answers with what it gets, over TCP and over gRPC: the other end of the floors. Prints its ports when it listens. */
import { createServer, type AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ECHO } from '../measure/floors.js';
import { serveJobs } from './serve-jobs.js';

const tcp = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (bytes) => socket.write(bytes));
  // A peer that is gone is nothing to report.
  socket.on('error', () => undefined);
});
await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));

const grpc = new Server();
grpc.addService(ECHO, {
  unary: (call: { request: Buffer }, done: (error: null, response: Buffer) => void) => {
    done(null, call.request);
  },
  bidi: (call: NodeJS.ReadWriteStream) => {
    call.on('data', (frame: Buffer) => call.write(frame));
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  },
});
const grpcPort = await new Promise<number>((resolve, reject) => {
  grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error) reject(error);
    else resolve(port);
  });
});

export type EchoJobs = Readonly<Record<'ports', (args: undefined) => Promise<EchoPorts>>>;

export interface EchoPorts {
  readonly tcp: number;
  readonly grpc: number;
}

serveJobs(
  { ports: () => Promise.resolve({ tcp: (tcp.address() as AddressInfo).port, grpc: grpcPort }) },
  () => {
    grpc.forceShutdown();
    tcp.close();
    return Promise.resolve();
  },
);
