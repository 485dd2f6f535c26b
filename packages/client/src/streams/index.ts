export { listStreams, type ListedStream, type ListStreamsOptions } from './list-streams.js';
export { readStreamOffset, type ReadStreamOffsetOptions } from './read-stream-offset.js';
export { readStream, type ReadStreamOptions, type StreamEnd, type StreamGap } from './read-stream.js';
