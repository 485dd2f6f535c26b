export { deleteQueue } from './delete-queue.js';
export { listQueues, retrieveQueue } from './list-queues.js';
export type { QueueParameters, QueueRateLimit } from './queue-parameters.js';
export { registerQueue, type QueueConflictResolution, type RegisterQueueOptions } from './register-queue.js';
export { WorkflowQueue } from './workflow-queue.js';
