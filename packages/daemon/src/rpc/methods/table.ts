import { eventMethods } from './events.js';
import { messageMethods } from './messages.js';
import type { Method, MethodEnvironment } from './method.js';
import { queueMethods } from './queues.js';
import { streamMethods } from './streams.js';
import { workflowMethods } from './workflows.js';

/** The methods of every service, by the service's full name; each by its name in lowerCamelCase. */
export function allMethods(environment: MethodEnvironment): ReadonlyMap<string, ReadonlyMap<string, Method>> {
  const tables = {
    'dbosd.v1.MessageService': messageMethods(environment),
    'dbosd.v1.EventService': eventMethods(environment),
    'dbosd.v1.StreamService': streamMethods(environment),
    'dbosd.v1.WorkflowService': workflowMethods(environment),
    'dbosd.v1.QueueService': queueMethods(environment),
  };
  return new Map(Object.entries(tables).map(([service, table]) => [service, new Map(Object.entries(table))]));
}
