/** Edits on a governed document that keep its byte order mark, its line ends and every byte around them. */
import type { Document, Span } from "../packet/model.ts";

export interface Splice {
  readonly span: Span;
  /** Lines end in `\n` here; in the file they end as its own do. */
  readonly text: string;
}

/** A file of the repository that is to be replaced. */
export interface Replacement {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** The document with the edits made, in any order. Throws Error when they overlap. */
export function splice({ path, source }: Document, edits: readonly Splice[]): Replacement {
  const end = source.text.includes("\r\n") ? "\r\n" : "\n";
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { span, text } of ordered) {
    const start = source.point(span.start).byte;
    if (start < at) throw new Error(`edits of ${path} overlap`);
    parts.push(source.bytes.subarray(at, start), Buffer.from(text.replaceAll("\n", end), "utf8"));
    at = source.point(span.end).byte;
  }
  parts.push(source.bytes.subarray(at));
  return { path, before: source.bytes, after: Buffer.concat(parts) };
}

/** The line that an offset lies on, its line end included. */
export function wholeLine({ source }: Document, offset: number): Span {
  const { text } = source;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { start, end: end < 0 ? text.length : end + 1 };
}

/** New lines below the line that an offset lies on. */
export function below(document: Document, offset: number, lines: readonly string[]): Splice {
  const { end } = wholeLine(document, offset);
  const { text } = document.source;
  const isOpen = end === text.length && text !== "" && !text.endsWith("\n");
  const words = lines.map((line) => `${line}\n`).join("");
  return { span: { start: end, end }, text: isOpen ? `\n${words}` : words };
}
