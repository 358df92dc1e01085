/** What people can ask of Writ in a comment, as data. */
import type { GivenVerdict, TestsSaid } from "../report-words.ts";

/** `packet` is null where the comment names none, and `line` counts from 1 in the comment. */
export type Command =
  | {
      readonly kind: "verdict";
      readonly verdict: GivenVerdict;
      readonly packet: string | null;
      readonly tests: TestsSaid | null;
      /** The beginning of the commit that the validator looked at, 7 to 64 hex digits in lower case. */
      readonly commit: string | null;
      readonly reason: string;
      readonly line: number;
    }
  | { readonly kind: "ack"; readonly packet: string | null; readonly line: number }
  | {
      readonly kind: "waive";
      readonly rule: string;
      readonly packet: string | null;
      /** The last day on which it holds, `YYYY-MM-DD`. */
      readonly until: string;
      readonly reason: string;
      readonly line: number;
    }
  /** `what` is a rule, or the id of a waiver. */
  | { readonly kind: "unwaive"; readonly what: string; readonly packet: string | null; readonly reason: string; readonly line: number }
  | { readonly kind: "recheck"; readonly line: number }
  | { readonly kind: "explain"; readonly rule: string; readonly line: number }
  | { readonly kind: "help"; readonly line: number };

export interface CommandError {
  /** The line of the comment, from 1. */
  readonly line: number;
  readonly code:
    | "too-long"
    | "too-many"
    | "hidden-character"
    | "misplaced"
    | "unknown-command"
    | "missing"
    | "unknown-word"
    | "unknown-rule"
    | "not-waivable"
    | "bad-day"
    | "bad-reason";
  /** One sentence for the person: what is wrong, and what to write instead. Safe to show in a code span or as text. */
  readonly message: string;
}

export interface Reading {
  readonly commands: readonly Command[];
  readonly errors: readonly CommandError[];
}
