/**
 * Patterns over repository paths, for patterns that nobody has vetted.
 *
 * - `*` is any run of characters within one part of the path, `?` exactly one character; neither crosses a slash
 * - `**` as a whole part is any number of parts; at the end it is at least one, so `src/**` is what lies below `src`
 * - a trailing `/` means the folder: `src/` is `src/**`
 * - everything else stands for itself, brackets too: `app/[id]/page.ts` names that file
 *
 * Upper and lower case differ, a leading dot is nothing special, and a leading `./` is ignored.
 *
 * Matching remembers only the last star it passed. That is enough, because a star takes whatever a later star could
 * have taken, and it keeps the cost at most the length of the pattern times the length of the path.
 */
export interface Glob {
  readonly pattern: string;
  /** `path` is relative to the repository, `/` between its parts. */
  matches(path: string): boolean;
}

export const LONGEST_GLOB = 300;
const MOST_STARS = 20;

// No pattern can name these: control characters, and the backslash, which no path in Git needs.
const UNUSABLE = /[\p{Cc}\\]/u;

/** Why the pattern cannot be used, as the end of a sentence that begins with its name; null for a usable pattern. */
export function globProblem(pattern: string): string | null {
  if (pattern.length > LONGEST_GLOB) return `is longer than ${LONGEST_GLOB} characters`;
  if (UNUSABLE.test(pattern)) return "must not hold a backslash or a control character: write `/` between the parts";
  if (pattern.startsWith("/")) return "must not begin with `/`: paths are relative to the repository";
  if (pattern.startsWith("!")) return "must not begin with `!`: list what is meant, not what is left out";
  if (/\{[^{}/]*,[^{}]*\}/.test(pattern)) return "must not hold alternatives in braces: write one pattern for each";
  if (partsOf(pattern).some((part) => part === "" || part === "." || part === "..")) {
    return "must name something, without empty parts, `.` or `..` between the slashes";
  }
  const stars = pattern.match(/\*+/g)?.length ?? 0;
  return stars > MOST_STARS ? `holds more than ${MOST_STARS} stars` : null;
}

/** The pattern made ready, or null when `globProblem` has something to say about it. */
export function compileGlob(pattern: string): Glob | null {
  if (globProblem(pattern) !== null) return null;
  const parts = partsOf(pattern);
  return { pattern, matches: (path) => matchParts(parts, path.split("/")) };
}

function partsOf(pattern: string): readonly string[] {
  const relative = pattern.startsWith("./") ? pattern.slice(2) : pattern;
  return (relative.endsWith("/") ? `${relative}**` : relative).split("/");
}

/** A `**` at the end takes nothing when the path has no part left for it, and is left over: it needs at least one. */
function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < path.length) {
    const part = pattern[p];
    if (part === "**") {
      star = p++;
      resume = at;
    } else if (part !== undefined && matchPart(part, path[at] ?? "")) {
      p++;
      at++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return p === pattern.length;
}

function matchPart(pattern: string, text: string): boolean {
  let p = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const sign = pattern[p];
    if (sign === "*") {
      star = p++;
      resume = at;
    } else if (sign === "?") {
      p++;
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    } else if (sign !== undefined && sign === text[at]) {
      p++;
      at++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
