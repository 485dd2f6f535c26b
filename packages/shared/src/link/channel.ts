import { Client, Metadata, type ClientDuplexStream } from '@grpc/grpc-js';
import { CLIENT_RECEIVE_BYTES } from '../limits.js';
import type { Target } from './addresses.js';
import { channelCredentials } from './credentials.js';

/** One HTTP/2 connection of its own, for one stream. */
export interface Channel {
  /** Opens a bidirectional stream. Frames are sent as they are, and decoded when they arrive. */
  openStream<T>(path: string, decode: (frame: Buffer) => T): ClientDuplexStream<Buffer, T>;
  /** Whether a unary health check is answered with SERVING. Never rejects. */
  isServing(): Promise<boolean>;
  close(): void;
}

const HEALTH_CHECK_MS = 2000;
const KEEPALIVE_MS = 20_000;

export function createChannel(target: Target): Channel {
  const client = new Client(target.endpoint, channelCredentials(), {
    'grpc.default_authority': target.authority,
    // The client and the worker decide what is retried and when: they know what is safe to repeat.
    'grpc.enable_retries': 0,
    // Two links to one daemon use two connections.
    'grpc.use_local_subchannel_pool': 1,
    // Names are resolved here, so a proxy from the environment would see bare addresses and decide wrongly.
    'grpc.enable_http_proxy': 0,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_MS,
    'grpc.max_receive_message_length': CLIENT_RECEIVE_BYTES,
    'grpc.max_send_message_length': -1,
  });
  return {
    openStream: (path, decode) =>
      client.makeBidiStreamRequest(path, (frame: Buffer) => frame, decode, new Metadata()),
    isServing: () => checkHealth(client),
    close: () => {
      client.close();
    },
  };
}

// grpc.health.v1: the request for the whole server has no field set; the response's field 1 is the status, 1 = SERVING.
const SERVING = Buffer.from([0x08, 0x01]);

function checkHealth(client: Client): Promise<boolean> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      (empty: Buffer) => empty,
      (response: Buffer) => response,
      Buffer.alloc(0),
      { deadline: Date.now() + HEALTH_CHECK_MS },
      (error, response) => {
        resolve(error === null && response?.equals(SERVING) === true);
      },
    );
  });
}
