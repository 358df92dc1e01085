/** Forbidden patterns of a policy, made ready. RE2 never backtracks: searching is linear in the line. */
import type { RE2JS } from "re2js";
import { UserError } from "../errors.ts";
import { compileGlob, globProblem } from "./glob.ts";
import type { Scan } from "./policy.ts";
import { printable } from "./quoted.ts";

export const LONGEST_PATTERN = 200;

// Searching costs the size of the compiled program for each character, and `a{1000}` compiles to a thousand steps.
const LARGEST_PROGRAM = 1_000;
const LARGEST_TOTAL = 10_000;

export interface ForbiddenPattern {
  readonly pattern: string;
  readonly why: string;
  /** Whether the pattern is searched in this file; the path is relative to the repository. */
  covers(path: string): boolean;
  /** The first match in a line, as half-open UTF-16 offsets; null for none. */
  find(line: string): { readonly start: number; readonly end: number } | null;
}

/**
 * The forbidden patterns of a policy, in its order.
 *
 * @throws UserError naming the key of the first pattern, of either kind, that cannot be used
 */
export async function compileForbidden(forbidden: Scan["forbidden"]): Promise<readonly ForbiddenPattern[]> {
  const compiled = await compilePatterns(forbidden.map(({ pattern }) => pattern));
  return forbidden.map(({ pattern, paths, why }, index) => {
    const result = compiled[index];
    if (result === undefined || typeof result === "string") {
      throw new UserError(`The policy's \`scan.forbidden[${index}].pattern\` ${result ?? "is missing"}.`);
    }
    const globs = paths.map((path, nth) => {
      const glob = compileGlob(path);
      if (glob !== null) return glob;
      const problem = globProblem(path) ?? "cannot be used";
      throw new UserError(`The policy's \`scan.forbidden[${index}].paths[${nth}]\` ${problem}.`);
    });
    return {
      pattern,
      why,
      covers: (path) => globs.some((glob) => glob.matches(path)),
      find(line) {
        const matcher = result.matcher(line);
        return matcher.find() ? { start: matcher.start(), end: matcher.end() } : null;
      },
    };
  });
}

/**
 * What is wrong with each pattern, as the end of a sentence that begins with its key, or null. Patterns that together
 * compile to more than a bound are refused from the one that passes it.
 */
export async function patternProblems(patterns: readonly string[]): Promise<readonly (string | null)[]> {
  const compiled = await compilePatterns(patterns);
  return compiled.map((result) => (typeof result === "string" ? result : null));
}

async function compilePatterns(patterns: readonly string[]): Promise<readonly (RE2JS | string)[]> {
  if (patterns.length === 0) return [];
  const { RE2JS, RE2JSException } = await import("re2js");
  let total = 0;
  return patterns.map((pattern) => {
    if (pattern.length > LONGEST_PATTERN) return `is longer than ${LONGEST_PATTERN} characters`;
    if (total > LARGEST_TOTAL) return "is one too many: the patterns of the policy are too large together";
    try {
      const expression = RE2JS.compile(pattern);
      const size = expression.programSize();
      total += size;
      if (size > LARGEST_PROGRAM) return "repeats too much: write smaller numbers between its braces";
      if (expression.matcher("").find()) return "matches the empty text, so every line would be a finding";
      return expression;
    } catch (error) {
      if (!(error instanceof RE2JSException)) throw error;
      const reason = error.message.replace(/^error parsing regexp: /, "");
      return `is no regular expression that RE2 knows: ${printable(reason, 120)}`;
    }
  });
}
