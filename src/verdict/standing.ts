/** What the verdicts on one packet come to: whose counts, which are stale and why, and how many are still wanted. */
import { staleness, type StaleFile, type Subject } from "../evaluate/subject.ts";
import type { Gate } from "../policy/policy.ts";
import type { Authorisation, Person } from "./people.ts";
import type { GivenVerdict } from "./report-words.ts";

/** A verdict as it was given, with what is known about its giver now. */
export interface VerdictRecord {
  readonly packet: string;
  readonly verdict: GivenVerdict;
  readonly validator: Pick<Person, "id" | "login">;
  /** The answer of `authorise` for this validator and these contributors, as of now. */
  readonly authorisation: Authorisation;
  /** Digest of what was judged; `subject` is the list behind it, where it is still known. */
  readonly digest: string;
  readonly subject: Subject | null;
  /** When it was given, ISO 8601: the later one of a validator counts. */
  readonly at: string;
  /** The address of the comment. */
  readonly source: string;
  readonly reportId: string;
}

export interface StandingVerdict {
  readonly record: VerdictRecord;
  /** `counts`; or why it does not. `replaced`: the same validator has given a later one on the same subject. */
  readonly state: "counts" | "stale" | "unauthorised" | "not-independent" | "replaced";
  /** The files that made it stale, where they can be told. */
  readonly stale: readonly StaleFile[];
}

export interface Standing {
  readonly verdicts: readonly StandingVerdict[];
  /** Different validators whose fresh PASS counts, and how many the policy wants. */
  readonly passes: number;
  readonly wanted: number;
  /** Fresh verdicts that count and are no PASS. */
  readonly against: readonly StandingVerdict[];
  readonly passed: boolean;
}

/** Verdicts on other packets are left out. Of what one validator said about one subject, the last counts. */
export function standingOf(gate: Gate, subject: Subject, records: readonly VerdictRecord[]): Standing {
  const own = records
    .filter(({ packet }) => packet === subject.packet)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.reportId < b.reportId ? -1 : 1));
  const fresh = new Map<number, VerdictRecord[]>();
  for (const record of own) {
    if (record.digest !== subject.digest) continue;
    const said = fresh.get(record.validator.id);
    if (said === undefined) fresh.set(record.validator.id, [record]);
    else said.push(record);
  }
  const last = new Set([...fresh.values()].map(lastOf));
  const verdicts = own.map((record): StandingVerdict => {
    if (!record.authorisation.allowed) {
      const isOwn = record.authorisation.rule === "gate/validator-not-independent";
      return { record, state: isOwn ? "not-independent" : "unauthorised", stale: [] };
    }
    if (record.digest !== subject.digest) {
      return { record, state: "stale", stale: record.subject === null ? [] : staleness(record.subject, subject) };
    }
    return { record, state: last.has(record) ? "counts" : "replaced", stale: [] };
  });
  const counting = verdicts.filter(({ state }) => state === "counts");
  const passes = counting.filter(({ record }) => record.verdict === "PASS").length;
  const against = counting.filter(({ record }) => record.verdict !== "PASS");
  const wanted = Math.max(1, gate.verdicts);
  return { verdicts, passes, wanted, against, passed: passes >= wanted && against.length === 0 };
}

/** Where a verdict was said: GitHub counts up the numbers of comments, and by themselves those of reviews. */
const POST = /#(issuecomment|pullrequestreview)-(\d{1,15})$/;

/**
 * What one validator said last, of verdicts in the order of their times. GitHub tells times to the second: within one,
 * the later number counts. Where that does not tell either, what is no PASS does, so that the gate stays shut.
 */
function lastOf(said: readonly VerdictRecord[]): VerdictRecord | undefined {
  const latest = said.filter(({ at }) => at === said.at(-1)?.at);
  const byKind = new Map<string, { number: number; said: VerdictRecord[] }>();
  for (const record of latest) {
    const [, kind = "", digits = "0"] = POST.exec(record.source) ?? [];
    const number = Number(digits);
    const known = byKind.get(kind);
    if (known === undefined || known.number < number) byKind.set(kind, { number, said: [record] });
    else if (known.number === number) known.said.push(record);
  }
  const candidates = [...byKind.values()].flatMap((one) => one.said);
  return candidates.find(({ verdict }) => verdict !== "PASS") ?? candidates.at(-1);
}
