/** The title of a packet and the id it names. */
import { dialect } from "./dialect.ts";
import type { Document, DocumentKind, Packet } from "./model.ts";

/** The first heading that names an id; a template's banner above it is no title. Else the first heading of level 1. */
export function readTitle(document: Document, kind: DocumentKind): Packet["title"] {
  const text = document.source.text;
  let first: Packet["title"] = null;
  for (const line of document.lines) {
    if (line.kind !== "heading") continue;
    if (line.depth > 1) break;
    const rest = text.slice(line.content, line.span.end).trimEnd();
    const words = rest.trimStart();
    if (dialect.title.banner.test(words)) continue;
    const end = line.content + rest.length;
    const title = { text: words, span: { start: end - words.length, end } };
    if (titleId(words) !== null) return title;
    first ??= title;
  }
  return kind === "refinement" ? null : first;
}

/** The id that a title names, trailing words removed; null when it names none. */
export function titleId(words: string): string | null {
  const found = dialect.title.packet.exec(words) ?? dialect.title.stub.exec(words);
  const id = found?.[1]?.trim().replace(/^`|`$/g, "").split(/\s/)[0] ?? "";
  return id === "" ? null : id;
}
