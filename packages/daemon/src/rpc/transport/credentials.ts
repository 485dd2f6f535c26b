import { ServerCredentials } from '@grpc/grpc-js';

/** How the daemon secures every connection that it accepts: not yet. The calling end: `shared/src/link/credentials.ts`. */
export function serverCredentials(): ServerCredentials {
  return ServerCredentials.createInsecure();
}
