/** What the workspace's knowledge says to a question. */
export interface FoundAnswer {
  /** The question that was looked up. */
  readonly question: string;
  /** The fitting sentences. */
  readonly text: string;
  /** The title of the document that they stand in. */
  readonly title: string;
  readonly documentId: string;
  /** From 0 to 1: how much of what was asked stands where they stand. */
  readonly confidence: number;
}
