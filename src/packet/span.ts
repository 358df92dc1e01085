/** A half-open range of UTF-16 offsets into the decoded text of a document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
