export { listQueues, retrieveQueue } from './queues.js';
export type { QueueParameters, QueueRateLimit } from './queue-parameters.js';
export {
  deleteQueue,
  registerQueue,
  type QueueConflictResolution,
  type RegisterQueueOptions,
} from './queues.js';
export { WorkflowQueue } from './workflow-queue.js';
