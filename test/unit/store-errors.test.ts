import { DbosdError, reasonRules, type WireReason } from '@dbosd/shared';
import {
  ConnectionLost,
  isConnectionLoss,
  isDataError,
  spoilsConnection,
  storeError,
} from '@dbosd/daemon/internal/store/errors.js';
import { expect } from 'chai';
import pg from 'pg';

/** Every class of appendix A that an error may have, and what an ERROR of it means to a caller. */
const CLASSES: Readonly<Record<string, WireReason>> = {
  '03000': 'INTERNAL',
  '08000': 'OUTCOME_UNKNOWN',
  '08P01': 'OUTCOME_UNKNOWN',
  '09000': 'INTERNAL',
  '0A000': 'SCHEMA_UNSUPPORTED',
  '0B000': 'INTERNAL',
  '0F000': 'INTERNAL',
  '0L000': 'INTERNAL',
  '0P000': 'INTERNAL',
  '0Z000': 'INTERNAL',
  '10608': 'INTERNAL',
  '20000': 'INTERNAL',
  '21000': 'INTERNAL',
  '22P02': 'INTERNAL',
  '23502': 'INTERNAL',
  '24000': 'INTERNAL',
  '25006': 'READ_ONLY',
  '25P02': 'STORE_UNAVAILABLE',
  '25P03': 'STORE_UNAVAILABLE',
  '25P04': 'STORE_UNAVAILABLE',
  '26000': 'STORE_UNAVAILABLE',
  '27000': 'INTERNAL',
  '28P01': 'STORE_UNAVAILABLE',
  '2B000': 'INTERNAL',
  '2D000': 'INTERNAL',
  '2F000': 'INTERNAL',
  '34000': 'INTERNAL',
  '38000': 'INTERNAL',
  '39000': 'INTERNAL',
  '3B000': 'INTERNAL',
  '3D000': 'STORE_UNAVAILABLE',
  '3F000': 'SCHEMA_UNSUPPORTED',
  '40001': 'STORE_UNAVAILABLE',
  '40003': 'OUTCOME_UNKNOWN',
  '40P01': 'STORE_UNAVAILABLE',
  '42501': 'STORE_UNAVAILABLE',
  '42601': 'INTERNAL',
  '42703': 'SCHEMA_UNSUPPORTED',
  '42883': 'SCHEMA_UNSUPPORTED',
  '42P01': 'SCHEMA_UNSUPPORTED',
  '42P05': 'STORE_UNAVAILABLE',
  '44000': 'INTERNAL',
  '53000': 'STORE_UNAVAILABLE',
  '53100': 'STORAGE_FULL',
  '53200': 'STORE_UNAVAILABLE',
  '53300': 'STORE_UNAVAILABLE',
  '53400': 'STORE_UNAVAILABLE',
  '54000': 'INTERNAL',
  '55000': 'STORE_UNAVAILABLE',
  '55P03': 'STORE_UNAVAILABLE',
  '57000': 'STORE_UNAVAILABLE',
  '57014': 'STORE_UNAVAILABLE',
  '57P01': 'OUTCOME_UNKNOWN',
  '57P02': 'OUTCOME_UNKNOWN',
  '57P03': 'STORE_UNAVAILABLE',
  '57P04': 'OUTCOME_UNKNOWN',
  '57P05': 'STORE_UNAVAILABLE',
  '58000': 'STORE_UNAVAILABLE',
  '58030': 'STORE_UNAVAILABLE',
  '72000': 'STORE_UNAVAILABLE',
  F0000: 'STORE_UNAVAILABLE',
  HV000: 'INTERNAL',
  P0001: 'INTERNAL',
  XX000: 'INTERNAL',
  XX001: 'INTERNAL',
};

describe('errors of the store', () => {
  for (const [state, reason] of Object.entries(CLASSES)) {
    it(`of SQLSTATE ${state}, met by a write, are ${reason}`, () => {
      const error = storeError(serverError(state), 'unknown');
      expect(error?.reason).to.equal(reason);
      expect(error?.outcome).to.equal(reason === 'OUTCOME_UNKNOWN' ? 'unknown' : 'not_applied');
      expect(error?.message).to.match(/[;,] |try again/);
      // A promise that a repeat may pass, and when, where and only where the contract says that it can.
      const mayPass = reasonRules[reason].retry !== 'never';
      expect(error?.retryAfterMs !== undefined).to.equal(mayPass);
    });
  }

  it('met by a read are never of unknown outcome', () => {
    for (const state of Object.keys(CLASSES)) {
      for (const severity of ['ERROR', 'FATAL', 'PANIC']) {
        const error = storeError(serverError(state, { severity }), 'not_applied');
        expect(error?.outcome, state).to.equal('not_applied');
        expect(error?.reason, state).not.to.equal('OUTCOME_UNKNOWN');
      }
    }
  });

  it('that end the session leave the outcome of a write unknown, whatever their state', () => {
    for (const state of ['XX000', '53200', '58030', '57P01', '08006']) {
      const cause = serverError(state, { severity: 'FATAL' });
      expect(isConnectionLoss(cause), state).to.equal(true);
      expect(storeError(cause, 'unknown'), state).to.include({
        reason: 'OUTCOME_UNKNOWN',
        outcome: 'unknown',
      });
    }
  });

  it('that end an idle session were met by a statement that was never begun', () => {
    for (const state of ['25P03', '25P04', '57P03', '57P05']) {
      const cause = serverError(state, { severity: 'FATAL' });
      expect(isConnectionLoss(cause)).to.equal(true);
      expect(storeError(cause, 'unknown')).to.include({ outcome: 'not_applied' });
    }
  });

  it('name the full queue of notifications, which is no fault of any message', () => {
    const cause = serverError('54000', { file: 'async.c' });
    expect(storeError(cause, 'unknown')).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    expect(storeError(cause, 'unknown')?.message).to.match(/notifications/);
    expect(isDataError(cause)).to.equal(false);
    expect(isDataError(serverError('54000', { file: 'nbtutils.c' }))).to.equal(true);
  });

  it('about data are told from those of the store, wrapped or not', () => {
    for (const state of ['22021', '22P05', '23505', '44000', 'P0001']) {
      const cause = serverError(state);
      expect(isDataError(cause), state).to.equal(true);
      expect(isDataError(storeError(cause, 'unknown')), state).to.equal(true);
    }
    for (const state of ['42501', '53100', '57014', '26000']) {
      expect(isDataError(serverError(state)), state).to.equal(false);
    }
  });

  it('spoil a connection whose prepared statements were lost', () => {
    for (const state of ['26000', '42P05', '57P01']) {
      expect(spoilsConnection(serverError(state)), state).to.equal(true);
    }
    for (const state of ['40001', '23505']) {
      expect(spoilsConnection(serverError(state)), state).to.equal(false);
    }
  });

  it('are never known by their words: bugs of the daemon stay bugs', () => {
    for (const bug of [
      new TypeError("Cannot read properties of undefined (reading 'connection')"),
      new Error('bad timeout option'),
      new Error('Connection terminated unexpectedly'),
      new RangeError('socket terminated'),
      Object.assign(new Error('connection'), { code: 'ENOENT' }),
      Object.assign(new TypeError('socket timeout'), { code: 'ERR_INVALID_ARG_TYPE' }),
    ]) {
      expect(isConnectionLoss(bug), bug.message).to.equal(false);
      expect(storeError(bug, 'unknown'), bug.message).to.equal(undefined);
    }
  });

  it('of sockets, and those that are known as losses where they arise, are losses', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'ERR_SSL_BAD_RECORD']) {
      expect(isConnectionLoss(Object.assign(new Error('x'), { code })), code).to.equal(true);
    }
    expect(storeError(new ConnectionLost('x'), 'unknown')?.reason).to.equal('OUTCOME_UNKNOWN');
    expect(storeError(new ConnectionLost('x'), 'not_applied')?.reason).to.equal('STORE_UNAVAILABLE');
  });

  it('that are verdicts already stay what they are', () => {
    const verdict = new DbosdError({ reason: 'OVERLOADED', message: 'connection timeout' });
    expect(storeError(verdict, 'unknown')).to.equal(verdict);
  });
});

function serverError(code: string, { severity = 'ERROR', file = 'x.c' } = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code, severity, file });
}
