export { inspectOwnIndexes, inspectOwnIndexesAt, standingOf } from './own-indexes.js';
export type { OwnIndexFinding, OwnIndexState } from './own-indexes.js';
export { createStatement, makeOwnIndexes } from './make-own-indexes.js';
export type { MakeOutcome } from './make-own-indexes.js';
export { NO_INDEXES, OwnIndexKeeper } from './own-index-keeper.js';
export type { IndexesAtHand } from './own-index-keeper.js';
export { OWN_INDEXES } from './own-indexes.js';
export type { OwnIndex, OwnIndexName } from './own-indexes.js';
