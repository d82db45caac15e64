// The port for texts that are embedded outside this process: pool.ts then loads no text tower.
// elasticsearch-text.ts is the adapter.

export type TextEmbedder = {
  /**
   * The model's numbers for one text, as it gave them: pool.ts checks and normalises them. Calls may overlap.
   * Errors: TEXT_EMBEDDER_UNAVAILABLE; INTERNAL for a text that is refused and for answers that make no sense;
   * SHUTTING_DOWN once closed; the signal's reason when it gives up.
   */
  embed(text: string, signal?: AbortSignal): Promise<{ output: Float32Array; truncated: boolean }>
  /** Embeds a word. Errors: TEXT_EMBEDDER_UNAVAILABLE, which tells the operator what is wrong and what to do, in one line. */
  warmUp(): Promise<void>
  /** Gives up what is under way. */
  close(): Promise<void>
}
