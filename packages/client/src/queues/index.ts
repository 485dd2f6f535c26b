export { listQueues, retrieveQueue } from './list-queues.js';
export type { QueueParameters, QueueRateLimit } from './queue-parameters.js';
export {
  deleteQueue,
  registerQueue,
  type QueueConflictResolution,
  type RegisterQueueOptions,
} from './register-queue.js';
export { WorkflowQueue } from './workflow-queue.js';
