import { credentials, type ChannelCredentials } from '@grpc/grpc-js';

/** The credentials of every connection to a daemon. Connections are not secured yet. */
export function channelCredentials(): ChannelCredentials {
  return credentials.createInsecure();
}
