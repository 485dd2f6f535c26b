export { listMessages, ListedMessage, type ListMessagesOptions } from './list-messages.js';
export { sendBatch, type SendBatchOptions, type SendOutcome } from './send-batch.js';
export { send, type MessageToSend, type SendOptions } from './send.js';
