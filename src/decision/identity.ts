/**
 * The id of a decision: SHA-256 over what was decided, about what, and from what; so the same decision made again, after
 * a crash for example, has the same id, and a line in which any of that was changed has another one.
 *
 * Not part of it: the time, the trace, and what the repository is called today. The head and the base are part of it
 * only where the decision speaks of them. A waiver or a refusal is about what somebody said, and Writ's own commit of
 * the rest of a comment must not make it another one.
 */
import { createHash } from "node:crypto";
import { DECISION_FORMAT, decisionSchema, type Decision, type Draft } from "./decision.ts";

/** No line is longer, in bytes. */
export const LONGEST_LINE = 256 * 1024;

export type Origin = Pick<Decision, "at" | "trace" | "writ" | "repository">;

/** Throws when a decision has not the form of one, or is too long for a line. */
export function sealed(draft: Draft, { at, trace, writ, repository }: Origin): Decision {
  const origin = { at, trace, writ, repository: { id: repository.id, owner: repository.owner, name: repository.name } };
  const id = idOf({ ...draft, writ, repository });
  const decision = decisionSchema.parse({ format: DECISION_FORMAT, id, ...origin, ...draft });
  if (Buffer.byteLength(lineOf(decision)) > LONGEST_LINE) throw new Error(`a decision takes more than ${LONGEST_LINE} bytes`);
  return decision;
}

export function idOf(decision: Draft & Pick<Decision, "writ" | "repository">): string {
  const { kind, pull, head, base, policy, writ, repository, inputs, outcome } = decision;
  const isAboutHead = kind === "verdict" || kind === "gate";
  const list = [DECISION_FORMAT, kind, repository.id, pull, isAboutHead ? [head, base] : [], policy, writ, inputs, outcome];
  return sha256(canonical(list));
}

/** Without a line end. */
export function lineOf(decision: Decision): string {
  return JSON.stringify(decision);
}

/** Null for what is no decision of this form. Its id is not looked at: see `idOf`. */
export function decisionIn(line: string): Decision | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { success, data } = decisionSchema.safeParse(value);
  return success ? data : null;
}

/** JSON in which the order of keys means nothing. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, part]) => part !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}

/** 64 hex digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** As digests are written: `sha256:…`. */
export function digestOf(text: string): string {
  return `sha256:${sha256(text)}`;
}
