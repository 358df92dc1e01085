/** A reason of more than this many characters is a document: it belongs into the repository. */
export const LONGEST_REASON = 10_000;
