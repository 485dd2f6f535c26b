import { credentials, type ChannelCredentials } from '@grpc/grpc-js';

/** How every connection to a daemon is secured: not yet. */
export function channelCredentials(): ChannelCredentials {
  return credentials.createInsecure();
}
