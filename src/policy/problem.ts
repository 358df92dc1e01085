import { UserError } from "../errors.ts";

/** One thing wrong with a policy file. Line and column are 1-based; columns count UTF-16 units. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** One sentence: what is wrong, and how to mend it. */
  readonly message: string;
}

/** How many problems of one file are told; who has more than that mends these first. */
export const MOST_PROBLEMS = 50;

/** A policy file that cannot be used, with everything that is wrong with it. */
export class PolicyError extends UserError {
  readonly path: string;
  /** In the order of the file, at most `MOST_PROBLEMS` of them. */
  readonly problems: readonly Problem[];

  /** `total` is the number of problems found, when it is more than the number told. */
  constructor(path: string, problems: readonly Problem[], total: number = problems.length) {
    super(summarise(path, problems, total));
    this.path = path;
    this.problems = problems;
  }
}

function summarise(path: string, problems: readonly Problem[], total: number): string {
  const lines = problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  if (total === 1) return lines.join("");
  const rest = total - problems.length;
  return [`${path} has ${total} problems:`, ...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n  ");
}
