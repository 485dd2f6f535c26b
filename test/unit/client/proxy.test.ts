import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { expect } from 'chai';
import { DBOSClient } from '@dbosd/client';
import { openOnChannel, transportError } from '@dbosd/shared';
import { rejection } from './client-and-daemon.js';

describe('a proxy that does not carry bidirectional streams', () => {
  // What such a proxy lets through: unary calls only; Open is answered UNIMPLEMENTED.
  let server: Server;
  let address: string;

  beforeEach(async () => {
    server = new Server();
    server.addService(
      {
        Check: {
          path: '/grpc.health.v1.Health/Check',
          requestStream: false,
          responseStream: false,
          requestSerialize: (bytes: Buffer) => bytes,
          requestDeserialize: (bytes: Buffer) => bytes,
          responseSerialize: (bytes: Buffer) => bytes,
          responseDeserialize: (bytes: Buffer) => bytes,
        },
      },
      {
        Check: (_call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
          answer(null, Buffer.from([0x08, 0x01]));
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    address = `127.0.0.1:${String(port)}`;
  });

  afterEach(() => {
    server.forceShutdown();
  });

  it('is named in the error when a health check gets through', async () => {
    const error = await rejection(DBOSClient.create({ address }));
    expect(error).to.include({ reason: 'TRANSPORT' });
    expect(error.message).to.contain('does not carry bidirectional streams');
  });

  it('is not what a connection that broke once is taken for', async () => {
    let tries = 0;
    const opened = await openOnChannel(
      {
        target: { endpoint: address, authority: address },
        signal: new AbortController().signal,
        silentMs: undefined,
      },
      () => {
        tries += 1;
        return tries === 1
          ? Promise.reject(transportError(status.UNAVAILABLE, 'read ECONNRESET'))
          : Promise.resolve('opened');
      },
    );
    expect(opened).to.equal('opened');
  });
});
