/**
 * Where one report is on its way, as validators count it: shown, acknowledged, appended to its packet, committed.
 *
 * The state is derived from what was said and what stands in Git; nobody keeps it, and what a file claims about it is
 * never believed. Where the policy asks for no acknowledgement, the validator's own comment is both: it presents the
 * report and acknowledges it. The App writes report and commit in one go, so these two steps have one time, that of the
 * comment they were due with: it is known to everybody, and does not change when a write is done a second time.
 */
import type { GivenVerdict } from "./report-words.ts";

/** In their order. */
export const GATES = ["REPORT_PRESENTED", "USER_ACKNOWLEDGED", "WP_APPENDED", "COMMITTED"] as const;
export type GateName = (typeof GATES)[number];

/** Something that somebody said. */
export interface Moment {
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** `id` is the numeric id at GitHub; null for a Git identity. */
  readonly by: { readonly login: string; readonly id: number | null };
}

/** `unneeded`: the policy asks for none. `untold`: there was one, and nobody here knows whose. Null: there was none. */
export type Acknowledgement = Moment | "unneeded" | "untold" | null;

export interface GivenReport extends Moment {
  readonly verdict: GivenVerdict;
  readonly reportId: string;
}

export interface SequenceFacts {
  /** Null when there is no verdict on what is there now. */
  readonly given: GivenReport | null;
  readonly acknowledged: Acknowledgement;
  /** The report stands in its packet. */
  readonly appended: boolean;
  /** And does so in a commit, or in the very files that one is made of. */
  readonly committed: boolean;
}

export interface Step {
  readonly gate: GateName;
  /** Null where it is known to have been taken, and not when. */
  readonly at: string | null;
  readonly by: Moment["by"] | null;
}

export interface Sequence {
  readonly given: GivenReport | null;
  /** The last step that was taken with all those before it. A step out of its turn does not count. */
  readonly state: GateName | "NOT_BEGUN";
  /** The step that is due; null when all were taken. */
  readonly next: GateName | null;
  /** Those taken, in the order of `GATES`, also such as were taken out of turn. */
  readonly steps: readonly Step[];
}

export function sequenceOf(facts: SequenceFacts): Sequence {
  const steps = stepsOf(facts);
  const taken = new Set(steps.map(({ gate }) => gate));
  const next = GATES.find((gate) => !taken.has(gate)) ?? null;
  const reached = next === null ? GATES.length : GATES.indexOf(next);
  return { given: facts.given, state: GATES[reached - 1] ?? "NOT_BEGUN", next, steps };
}

function stepsOf({ given, acknowledged, appended, committed }: SequenceFacts): readonly Step[] {
  // A report that nobody gave was shown to nobody, wherever it stands.
  if (given === null) return [];
  const steps: Step[] = [{ gate: "REPORT_PRESENTED", at: given.at, by: given.by }];
  const answer = answerOf(given, acknowledged);
  if (answer !== null) steps.push({ gate: "USER_ACKNOWLEDGED", ...answer });
  if (!appended) return steps;
  const at = answer === null ? given.at : answer.at;
  steps.push({ gate: "WP_APPENDED", at, by: null });
  if (committed) steps.push({ gate: "COMMITTED", at, by: null });
  return steps;
}

function answerOf(given: GivenReport, acknowledged: Acknowledgement): Omit<Step, "gate"> | null {
  if (acknowledged === null) return null;
  if (acknowledged === "unneeded") return { at: given.at, by: given.by };
  if (acknowledged === "untold") return { at: null, by: null };
  // Nobody can have meant what had not been said yet; nor what was said at a time that is none.
  return Date.parse(acknowledged.at) >= Date.parse(given.at) ? { at: acknowledged.at, by: acknowledged.by } : null;
}

/** In a few words, names of steps in backticks. */
export function sequenceWords({ state, next, steps }: Sequence): string {
  const here = state === "NOT_BEGUN" ? "no report yet" : `\`${state}\``;
  const early = steps.slice(GATES.findIndex((gate) => gate === next)).map(({ gate }) => `\`${gate}\``);
  const ahead = next === null || early.length === 0 ? "" : ` (ahead of its turn: ${early.join(", ")})`;
  return next === null ? here : `${here}, next is \`${next}\`${ahead}`;
}
