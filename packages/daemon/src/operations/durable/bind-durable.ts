import type { DurableOperations } from '../../model/durable.js';
import { ClaimMessageKind } from '../../writer/durable/claim-message.js';
import { receive, type ReceiveDeps } from './receive.js';
import { recordStep } from './record-step.js';
import { sendMessage } from './send-message.js';

export type DurableDeps = Omit<ReceiveDeps, 'claims'>;

/** The durable verbs, each with what it needs. */
export function bindDurable(
  deps: DurableDeps,
): Pick<DurableOperations, 'recordStep' | 'sendMessage' | 'receive'> {
  const { durableWriter } = deps;
  const claims = new ClaimMessageKind();
  return {
    recordStep: (command) => recordStep(durableWriter, command),
    sendMessage: (command) => sendMessage(durableWriter, command),
    receive: (command, signal) => receive({ ...deps, claims }, command, signal),
  };
}
