import type { Source } from "../../packet/source.ts";

/** The line end that a file uses: that of its first line. */
export function lineEnd({ text }: Source): "\n" | "\r\n" {
  const feed = text.indexOf("\n");
  return feed > 0 && text.charCodeAt(feed - 1) === 13 ? "\r\n" : "\n";
}
