export { listMessages, ListedMessage, type ListMessagesOptions } from './list-messages.js';
export type { MessageToSend } from './outgoing-message.js';
export { sendBatch, type SendBatchOptions, type SendOutcome } from './send-batch.js';
export { send, type SendOptions } from './send.js';
