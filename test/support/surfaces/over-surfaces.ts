import { DBOSClient } from '@dbosd/client';
import { startOwnDaemon, type OwnDaemon, type OwnDaemonOptions } from '../own-daemon.js';
import type { DbosWriter } from '../dbos-writer.js';
import { clientManagement } from './client-management.js';
import { clientSurface } from './client-surface.js';
import type { Management } from './management.js';
import { PlainWire } from './plain-wire.js';
import { SessionWire } from './session-wire.js';
import type { Surface } from './surface.js';
import { wireManagement } from './wire-management.js';
import { wireSurface } from './wire-surface.js';
import type { Wire } from './wire.js';

/** All that a surface of the daemon offers. */
export type WholeSurface = Surface & Management;

/** What a test of the contract works on. The daemon and its database are shared by the tests of one suite. */
export interface OnSurface {
  readonly daemon: OwnDaemon;
  readonly dbos: DbosWriter;
  readonly surface: WholeSurface;
}

export interface OnWire {
  readonly daemon: OwnDaemon;
  readonly dbos: DbosWriter;
  readonly wire: Wire;
}

type Opened<T> = (address: string) => Promise<T>;

const WIRES: Readonly<Record<string, Opened<Wire>>> = {
  'over unary calls and server streams': (address) => Promise.resolve(new PlainWire(address)),
  'over a session': (address) => SessionWire.open(address),
};

const SURFACES: Readonly<Record<string, Opened<WholeSurface>>> = {
  ...Object.fromEntries(
    Object.entries(WIRES).map(([name, open]) => [
      name,
      async (address: string) => {
        const wire = await open(address);
        return { ...wireSurface(wire), ...wireManagement(wire) };
      },
    ]),
  ),
  'through DBOSClient': async (address) => {
    const client = await DBOSClient.create({ address });
    return { ...clientSurface(client), ...clientManagement(client) };
  },
};

/** One suite run three ways: over unary calls and server streams, over a session, through DBOSClient. */
export function overSurfaces(
  name: string,
  body: (on: () => OnSurface) => void,
  options?: OwnDaemonOptions,
): void {
  overEach(name, SURFACES, options, (context) => {
    body(() => {
      const { daemon, opened } = context();
      return { daemon, dbos: daemon.dbos, surface: opened };
    });
  });
}

/** What only the contract's own messages show, run both ways that carry them. */
export function overWires(name: string, body: (on: () => OnWire) => void, options?: OwnDaemonOptions): void {
  overEach(name, WIRES, options, (context) => {
    body(() => {
      const { daemon, opened } = context();
      return { daemon, dbos: daemon.dbos, wire: opened };
    });
  });
}

/** A suite with a daemon of its own. */
export function withDaemon(
  name: string,
  body: (on: () => OwnDaemon) => void,
  options?: OwnDaemonOptions,
): void {
  describe(name, () => {
    let daemon: OwnDaemon;
    before(async () => {
      daemon = await startOwnDaemon(options);
    });
    body(() => daemon);
    // Behind the hooks of the body, which run in their order.
    after(async () => {
      await daemon.stop();
    });
  });
}

function overEach<T extends { close(): Promise<void> }>(
  name: string,
  ways: Readonly<Record<string, Opened<T>>>,
  options: OwnDaemonOptions | undefined,
  body: (context: () => { daemon: OwnDaemon; opened: T }) => void,
): void {
  withDaemon(
    name,
    (on) => {
      for (const [way, open] of Object.entries(ways)) {
        describe(way, () => {
          let opened: T;
          before(async () => {
            opened = await open(on().address);
          });
          after(async () => {
            await opened.close();
          });
          body(() => ({ daemon: on(), opened }));
        });
      }
    },
    options,
  );
}
