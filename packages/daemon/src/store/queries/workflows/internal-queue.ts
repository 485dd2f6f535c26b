/** The queue from which every application takes its own workflows, as DBOS names it. */
export const INTERNAL_QUEUE = '_dbos_internal_queue';
