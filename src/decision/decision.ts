/**
 * One decision as one line: what was decided about a pull request, and everything that it follows from and that is not
 * in Git. Git itself is named by ids: whoever has the objects can derive the decision again.
 *
 * No secrets and no texts of comments: of a comment its id, its author, its time and the SHA-256 of its text; of a
 * reason its SHA-256, because the reason itself stands in the report or the waiver.
 */
import { z } from "zod";

export const DECISION_FORMAT = "writ.decision/1";
export const DECISION_KINDS = ["verdict", "waiver", "acknowledgement", "refusal", "gate"] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Texts are cut here when they are written. */
export const LONGEST_TEXT = 2_000;
/** Lists in outcomes are cut here; where a gate has more to say, a digest covers all of it. */
export const MOST_LISTED = 100;

const text = z.string().max(LONGEST_TEXT);
const number = z.int().nonnegative();
const oid = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/);
const verdict = z.enum(["PASS", "FAIL", "OUTDATED_ONLY"]);
const account = z.strictObject({ id: number, login: text });

/** What somebody looked up of a person's right: see `RightFacts`. */
const right = z.strictObject({
  right: z.enum(["verdict", "waiver", "acknowledge"]),
  account,
  person: z.union([z.strictObject({ role: z.enum(["none", "read", "triage", "write", "maintain", "admin"]), isBot: z.boolean() }), text]),
  teams: z.array(z.strictObject({ team: text, member: z.boolean().nullable() })).max(20),
  contributors: z.union([
    z.array(z.strictObject({
      id: number.nullable(), name: text,
      part: z.enum(["opened the pull request", "wrote a commit", "committed a commit", "wrote the evidence"]),
    })),
    text,
  ]).nullable(),
});

/** A comment or a review that somebody said it in. */
const said = z.strictObject({ source: z.enum(["comment", "review"]), comment: number, author: account, at: time, url: text, text: digest });

const verdictParts = {
  kind: z.literal("verdict"),
  inputs: z.strictObject({
    said, right, verdict,
    packet: text,
    tests: z.enum(["pass", "fail", "not-run"]).nullable(),
    reason: digest,
    /** What check runs of others had concluded, as the report says. */
    checks: z.array(z.strictObject({ name: text, conclusion: text })).max(MOST_LISTED),
  }),
  outcome: z.strictObject({
    conclusion: z.enum(["recorded", "waits for acknowledgement", "waits for merge"]),
    report: text,
    subject: digest,
    /** SHA-256 of the report as it stands, LF; null while it stands nowhere. */
    text: digest.nullable(),
  }),
};

const waiverParts = {
  kind: z.literal("waiver"),
  inputs: z.strictObject({
    said, right, packet: text,
    command: z.enum(["waive", "unwaive"]),
    /** The rule, or for a withdrawal the rule or the waiver's id. */
    what: text,
    until: day.nullable(),
    reason: digest,
  }),
  outcome: z.strictObject({ conclusion: z.enum(["granted", "withdrawn"]), waiver: text }),
};

const acknowledgementParts = {
  kind: z.literal("acknowledgement"),
  inputs: z.strictObject({
    said, right,
    reports: z.array(z.strictObject({ packet: text, verdict, source: text, commit: oid, base: oid.nullable() })).min(1).max(MOST_LISTED),
  }),
  outcome: z.strictObject({
    conclusion: z.enum(["recorded", "waits for merge"]),
    reports: z.array(z.strictObject({ report: text, subject: digest })).max(MOST_LISTED),
  }),
};

const refusalParts = {
  kind: z.literal("refusal"),
  inputs: z.strictObject({
    said,
    /** As it is called, and where it stood. */
    command: text,
    line: number,
    /** Whose right was looked up; null where that was not what it failed for. */
    right: right.nullable(),
    /** The two commits whose subjects differ, where that is why. */
    compared: z.strictObject({ packet: text, then: oid, now: oid }).nullable(),
  }),
  outcome: z.strictObject({
    conclusion: z.literal("refused"),
    cause: z.enum(["not entitled", "stale", "other"]),
    rule: text.nullable(),
    why: text,
    /** Digests of the two subjects. */
    subjects: z.strictObject({ then: digest, now: digest }).nullable(),
  }),
};

const gateParts = {
  kind: z.literal("gate"),
  inputs: z.strictObject({
    /** The day by which waivers are in force. */
    day,
    /** The commit whose policy holds, where that is not the base's. */
    governs: oid.nullable(),
    /** The reports that the change brings, by the digests of their texts; `vouched`: GitHub says that they are Writ's. */
    reports: z.array(z.strictObject({ packet: text, report: text, block: text, vouched: z.boolean() })),
    /** Of the verdicts among them that are asked for: whether what they spoke of was still known, and their givers. */
    verdicts: z.array(z.strictObject({ report: text, remembered: z.boolean(), right })),
    /** Verdicts that stand in no packet yet. */
    waiting: z.array(z.strictObject({
      packet: text, report: text, verdict, subject: digest, at: time, source: text, right,
      recordable: z.boolean(), acknowledged: z.boolean(),
    })),
  }),
  outcome: z.strictObject({
    finding: z.enum(["judged", "nothing", "unjudgeable"]),
    conclusion: z.enum(["success", "failure", "action_required"]),
    mode: z.enum(["observe", "packets", "full"]).nullable(),
    /** Why it could not be judged. */
    sentence: text.nullable(),
    missing: z.array(z.strictObject({ rule: text, packet: text.nullable(), what: text, who: text })).max(MOST_LISTED),
    packets: z.array(z.strictObject({
      packet: text, wanted: number.nullable(), passes: number.nullable(),
      verdicts: z.array(z.strictObject({ report: text, state: z.enum(["counts", "stale", "unauthorised", "not-independent", "replaced"]) })).max(MOST_LISTED),
    })).max(MOST_LISTED),
    waivers: z.array(z.strictObject({ packet: text, waiver: text, rules: z.array(text).max(MOST_LISTED), until: text })).max(MOST_LISTED),
    /** SHA-256 over all of the above before anything was cut. */
    digest,
  }),
};

const place = {
  format: z.literal(DECISION_FORMAT),
  /** See `identity.ts`. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  at: time,
  trace: text,
  /** Version of Writ. */
  writ: z.string().min(1).max(60),
  repository: z.strictObject({ id: number, owner: text, name: text }),
  pull: number,
  /** Full commit ids; null where there was none. The base is the tip of the branch that it is to go into. */
  head: oid.nullable(),
  base: oid.nullable(),
  /** Blob id of the policy; null for the defaults, or where none was read. */
  policy: oid.nullable(),
};

export const decisionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...place, ...verdictParts }),
  z.strictObject({ ...place, ...waiverParts }),
  z.strictObject({ ...place, ...acknowledgementParts }),
  z.strictObject({ ...place, ...refusalParts }),
  z.strictObject({ ...place, ...gateParts }),
]);

export type Decision = z.infer<typeof decisionSchema>;
export type DecisionOf<K extends DecisionKind> = Extract<Decision, { kind: K }>;
export type SaidRecord = z.infer<typeof said>;
export type RightRecord = z.infer<typeof right>;

/** A decision before it is sealed: what is said of it by whoever decides. */
export type Draft = { [K in DecisionKind]: Pick<DecisionOf<K>, "kind" | "pull" | "head" | "base" | "policy" | "inputs" | "outcome"> }[DecisionKind];
export type DraftOf<K extends DecisionKind> = Extract<Draft, { kind: K }>;

/** At most so much of a text as a record takes. */
export function short(words: string): string {
  return words.length > LONGEST_TEXT ? words.slice(0, LONGEST_TEXT) : words;
}
