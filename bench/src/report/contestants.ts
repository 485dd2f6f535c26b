import type { ContestantName } from '../measure/alternate.js';

interface Look {
  readonly title: string;
  /** Told apart also by people who see few colours, as are the dashes and the markers. */
  readonly colour: string;
  /** Of the line, in pixels; empty for an unbroken one. */
  readonly dashes: string;
  readonly marker: 'circle' | 'square' | 'triangle' | 'diamond';
}

/** In the order of the columns. */
export const CONTESTANTS: readonly ContestantName[] = ['dbosd', 'dbos', 'best', 'restate', 'nats'];

export const LOOKS: Readonly<Record<ContestantName, Look>> = {
  dbosd: { title: 'dbosd', colour: '#0060a8', dashes: '', marker: 'circle' },
  dbos: { title: 'official', colour: '#c8500a', dashes: '7 3', marker: 'square' },
  best: { title: 'official, best settings', colour: '#8e3a9d', dashes: '2 3', marker: 'triangle' },
  restate: { title: 'Restate', colour: '#00805a', dashes: '9 3 2 3', marker: 'diamond' },
  nats: { title: 'NATS', colour: '#5b5b00', dashes: '4 4', marker: 'square' },
};
