/** The paths a packet may change, as its scope lists them. */
import type { Line, ScopePath, Section } from "./model.ts";

/** The mark in front of the path instead of behind it. */
const NEW_FIRST = /^(?:[[(]new[\])]:?|new:)[ \t]+(?=\S)/i;
const NEW = /\b(?:new|create[ds]?|to be created|to be added|added by this)\b/i;

/** Words that head a group of paths, and words nested below a path, are not paths of their own and are left out. */
export function readScopePaths(lines: readonly Line[], sections: readonly Section[], text: string): ScopePath[] {
  const paths: ScopePath[] = [];
  for (const section of sections) {
    if (section.name !== "inScope") continue;
    const items = lines.slice(section.firstLine, section.endLine).filter((line) => line.kind === "item");
    const top = items.reduce((least, line) => Math.min(least, line.depth), Number.POSITIVE_INFINITY);
    for (const [order, line] of items.entries()) {
      const path = readScopePath(text.slice(line.content, line.span.end), line.content);
      const heads = (items[order + 1]?.depth ?? 0) > line.depth;
      if (path !== null && !(path.kind === "prose" && (heads || line.depth > top))) paths.push(path);
    }
  }
  return paths;
}

/**
 * One item: the path, quoted or not, and what is said behind it. A path ends at the first blank; brackets inside a name
 * (`Font(opsz,wght).ttf`) belong to it.
 */
export function readScopePath(words: string, offset: number): ScopePath | null {
  const mark = NEW_FIRST.exec(words)?.[0] ?? "";
  const trimmed = words.slice(mark.length).trimEnd();
  if (trimmed === "") return null;
  const quoted = /^(?:`([^`]+)`|\*\*`?([^*`\s]+)`?\*\*)/.exec(trimmed);
  const inner = quoted?.[1] ?? quoted?.[2];
  const path = inner?.trim() ?? /^\S+/.exec(trimmed)?.[0] ?? "";
  const start = offset + mark.length + trimmed.indexOf(path);
  const rest = trimmed.slice(quoted === null ? path.length : quoted[0].length).trim();
  const bare = quoted === null ? path.replace(/[,;:]$/, "") : path;
  return {
    path: bare,
    span: { start, end: start + bare.length },
    note: rest === "" ? null : rest,
    isNew: mark !== "" || NEW.test(rest),
    kind: pathKind(bare, rest, quoted !== null, bare !== path && path.endsWith(":")),
  };
}

function pathKind(path: string, rest: string, quoted: boolean, isLabel: boolean): ScopePath["kind"] {
  // Words in bold are no pattern; `**/tests` is one.
  if (/^\*\*[^/]/.test(path)) return "prose";
  if (/[*?]|\{[^}]*,/.test(path)) return "pattern";
  if (path.endsWith("/")) return "directory";
  const hasSlash = /[/\\]/.test(path);
  const hasExtension = /\.[A-Za-z0-9]{1,8}$/.test(path);
  // Words in a row without brackets or dash are a sentence that happens to begin with something.
  const remark = rest === "" || /^[([{<#,;:–—-]/.test(rest) || /^(?:or|and|->)\b/.test(rest);
  if (hasSlash && hasExtension) return "path";
  if (hasSlash || hasExtension) return remark || quoted ? "path" : "prose";
  return rest === "" && !isLabel ? "path" : "prose";
}
