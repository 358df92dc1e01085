/** The paths a packet may change, as its scope lists them. */
import type { Line, ScopePath, Section } from "./model.ts";

const NEW = /\b(?:new|create[ds]?|to be created|to be added|added by this)\b/i;

export function readScopePaths(lines: readonly Line[], sections: readonly Section[], text: string): ScopePath[] {
  const paths: ScopePath[] = [];
  for (const section of sections) {
    if (section.name !== "inScope") continue;
    for (let index = section.firstLine; index < section.endLine; index++) {
      const line = lines[index];
      if (line?.kind !== "item") continue;
      const path = readScopePath(text.slice(line.content, line.span.end), line.content);
      if (path !== null) paths.push(path);
    }
  }
  return paths;
}

/**
 * One item: the path, quoted or not, and what is said behind it. A path ends at the first blank; brackets inside a name
 * (`Font(opsz,wght).ttf`) belong to it.
 */
export function readScopePath(words: string, offset: number): ScopePath | null {
  const trimmed = words.trimEnd();
  if (trimmed === "") return null;
  const quoted = /^`([^`]+)`/.exec(trimmed);
  const path = quoted?.[1]?.trim() ?? /^\S+/.exec(trimmed)?.[0] ?? "";
  const start = offset + (quoted === null ? 0 : 1 + (quoted[1] ?? "").indexOf(path));
  const rest = trimmed.slice(quoted === null ? path.length : quoted[0].length).trim();
  const bare = quoted === null ? path.replace(/[,;]$/, "") : path;
  return {
    path: bare,
    span: { start, end: start + bare.length },
    note: rest === "" ? null : rest,
    isNew: NEW.test(rest),
    kind: pathKind(bare, rest, quoted !== null),
  };
}

function pathKind(path: string, rest: string, quoted: boolean): ScopePath["kind"] {
  if (/[*?]|\{[^}]*,/.test(path)) return "pattern";
  if (path.endsWith("/")) return "directory";
  const looksLikePath = /[/\\]/.test(path) || /\.[A-Za-z0-9]{1,8}$/.test(path);
  // Words in a row without brackets or dash are a sentence that happens to begin with something.
  const remark = rest === "" || /^[([{<#,;:–—-]/.test(rest) || /^(?:or|and|->)\b/.test(rest);
  if (!looksLikePath && !quoted) return "prose";
  return looksLikePath && (remark || quoted || path.includes("/")) ? "path" : "prose";
}
