/** Looking up a token in a window of a spec file. */
import type { Source } from "../../packet/source.ts";

/** Lines of the file as an editor counts them: what follows the last line feed is no line when it is empty. */
export function lineCount(spec: Source): number {
  return spec.text.endsWith("\n") ? spec.lineCount - 1 : spec.lineCount;
}

/** True when the token occurs on a line from `start` to `end`, counted from 1, or runs over several of them. */
export function inWindow(spec: Source, token: string, start: number, end: number): boolean {
  const from = spec.lineSpan(start).start;
  const to = spec.lineSpan(Math.min(end, spec.lineCount)).end;
  return indexOf(spec.text.slice(from, to), token) >= 0;
}

/** The line, from 1, on which the token first occurs; null when it occurs nowhere. */
export function lineOf(spec: Source, token: string): number | null {
  const at = indexOf(spec.text, token);
  return at < 0 ? null : spec.lineAt(at);
}

/** Refinements are kept in ASCII, so a token may write other characters as `\uXXXX`, with one backslash or two. */
function indexOf(text: string, token: string): number {
  const plain = text.indexOf(token);
  if (plain >= 0 || !token.includes("\\u")) return plain;
  const meant = token.replace(/\\{1,2}u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return text.indexOf(meant);
}
