/** How much waits to be written, for those who let more in. */
export interface WriteLoad {
  /** Let nothing more in for now. */
  readonly full: boolean;
  /** Calls back each time when it is full no more. Returns what ends that. */
  onRoom(listener: () => void): () => void;
}
