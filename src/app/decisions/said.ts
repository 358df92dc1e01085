/** Decisions about what people said, as drafts of records. */
import type { Decision, Draft, DraftOf, SaidRecord } from "../../decision/decision.ts";
import { MOST_LISTED, short } from "../../decision/decision.ts";
import { reasonDigest } from "../../decision/derive-verdict.ts";
import { digestOf } from "../../decision/identity.ts";
import { rightRecord } from "../../decision/right-record.ts";
import type { Packet } from "../../packet/model.ts";
import { reportsOf } from "../../verdict/brought.ts";
import { plainName } from "../../verdict/inert.ts";
import type { Authorisation } from "../../verdict/people.ts";
import type { ReportWords } from "../../verdict/report-words.ts";
import type { Scene } from "../commands/scene.ts";
import type { Spoken } from "../commands/spoken.ts";

/** A decision before it is known on which pull request. */
type Without<T> = T extends unknown ? Omit<T, "pull"> : never;
export type SaidDraft = Without<Exclude<Draft, { kind: "gate" }>>;

export function saidRecord({ source, comment, author, at, url, text }: Spoken): SaidRecord {
  return { source, comment, author: { id: author.id, login: short(author.login) }, at, url: short(url), text: digestOf(text) };
}

type Place = Pick<Decision, "head" | "base" | "policy">;
type Words = Omit<ReportWords, "status">;

export interface VerdictSaid {
  readonly spoken: Spoken;
  readonly words: Words;
  readonly authorisation: Authorisation;
  readonly reportId: string;
  readonly subject: string;
  readonly conclusion: DraftOf<"verdict">["outcome"]["conclusion"];
  /** The report as it stands; null while it stands nowhere. */
  readonly text: string | null;
}

export function verdictDecision({ spoken, words, authorisation, reportId, subject, conclusion, text }: VerdictSaid): SaidDraft {
  const checks = words.checks.slice(0, MOST_LISTED).map(({ name, conclusion: ended }) => ({ name: plainName(name), conclusion: plainName(ended, 40) }));
  return {
    kind: "verdict", head: words.commit, base: words.base, policy: words.policy,
    inputs: {
      said: saidRecord(spoken), right: rightRecord(authorisation), verdict: words.verdict, packet: words.packet,
      tests: words.tests, reason: reasonDigest(words.reason), checks,
    },
    outcome: { conclusion, report: reportId, subject, text: text === null ? null : digestOf(text) },
  };
}

/** A report as it stands in a packet already: when a job is run again, its words say at which commit it was judged. */
export function standingReport(packet: Packet, id: string): { readonly words: ReportWords; readonly text: string } | null {
  const found = reportsOf(packet).find(({ reportId }) => reportId === id);
  return found?.words == null ? null : { words: found.words, text: found.block.text };
}

export interface Refused {
  readonly spoken: Spoken;
  readonly command: string;
  readonly line: number;
  readonly why: string;
  /** Why somebody may not, where that is why. */
  readonly authorisation?: Authorisation;
  readonly stale?: { readonly packet: string; readonly then: string; readonly now: string; readonly subjects: { readonly then: string; readonly now: string } };
}

export function refusalDecision(place: Place, { spoken, command, line, why, authorisation, stale }: Refused): SaidDraft {
  const barred = authorisation?.allowed === false ? authorisation : null;
  return {
    kind: "refusal", ...place,
    inputs: {
      said: saidRecord(spoken), command: short(command), line,
      right: barred === null ? null : rightRecord(barred),
      compared: stale === undefined ? null : { packet: short(stale.packet), then: stale.then, now: stale.now },
    },
    outcome: {
      conclusion: "refused", cause: barred !== null ? "not entitled" : stale !== undefined ? "stale" : "other",
      rule: barred?.rule ?? null, why: short(barred?.why ?? why), subjects: stale?.subjects ?? null,
    },
  };
}

/** What the base and the head are, and the policy's blob id where somebody has it at hand. */
export function placeOf({ head, base }: Pick<Scene, "head" | "base">, policy: string | null): Place {
  return { head, base, policy };
}
