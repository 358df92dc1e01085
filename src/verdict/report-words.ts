/**
 * The words of a report that nobody can derive from Git: who said what, when, where, and about which commit.
 * Everything else in a report follows from them and from the repository.
 */
import { dialect } from "../packet/dialect.ts";
import type { VerdictValue } from "../packet/model.ts";
import type { Block } from "../ledger/block.ts";
import { statementsOf, statusChange, type Statements } from "../ledger/statements.ts";
import { reasonOf } from "./inert.ts";

export type GivenVerdict = Exclude<VerdictValue, "OTHER">;

/** What the validator says about the packet's tests. */
export type TestsSaid = "pass" | "fail" | "not-run";

export interface CheckSeen {
  readonly name: string;
  readonly conclusion: string;
}

export interface ReportWords {
  readonly packet: string;
  readonly verdict: GivenVerdict;
  /** When the verdict was given: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly at: string;
  /** Full id of the commit that was judged. */
  readonly commit: string;
  /** Full id of the tip of the base at that time, where the policy comes from; null without a base. */
  readonly base: string | null;
  /** `id` is the numeric id at GitHub; null for a Git identity, which proves nothing. */
  readonly validator: { readonly login: string; readonly id: number | null };
  /** Address of the comment or review, or `local:…`. One word. */
  readonly source: string;
  /** Blob id of the policy; null for the defaults. */
  readonly policy: string | null;
  /** Version of Writ that wrote it. */
  readonly writ: string;
  readonly tests: TestsSaid | null;
  /** Check runs that were seen at the commit. */
  readonly checks: readonly CheckSeen[];
  readonly reason: string;
  /** The status that was changed together with the report. */
  readonly status: { readonly from: string; readonly to: string } | null;
}

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const VALIDATOR = /^(.{1,120}) \((\d{1,16}|unproved)\), (\S{1,500})$/;
export const TESTS: Readonly<Record<TestsSaid | "unsaid", string>> = {
  pass: "YES",
  fail: "NO",
  "not-run": "NOT_RUN",
  unsaid: "NOT_STATED",
};

export type ReadWords = { readonly words: ReportWords } | { readonly fault: string };

/** The words of a report that Writ wrote, read back. `fault` says which of them is missing or has another form. */
export function readWords(block: Block): ReadWords {
  const said = statementsOf(block);
  const { written, values } = dialect.report;
  if (said === null || block.report === null) return { fault: `it names no ${written.labels.id}` };
  const lines = block.text.split("\n");
  const heading = written.headingForm.exec(block.report.title);
  const verdict = Object.values(values).find((value) => lines[1] === `${written.verdict}: ${value}`);
  const validator = VALIDATOR.exec(said.validator?.value ?? "");
  const missing = firstFault(said, heading !== null, verdict !== undefined, validator !== null);
  if (missing !== null || heading === null || verdict === undefined || validator === null) {
    return { fault: missing ?? "it has another form" };
  }
  const reason = reasonIn(lines, verdict);
  const tests = testsIn(lines);
  if (reason === null) return { fault: "its reason has another form" };
  if (tests === null) return { fault: `its ${written.claims.tests} has another form` };
  const base = said.base?.value ?? "";
  const policy = said.policy?.value ?? "";
  return {
    words: {
      packet: heading[1] ?? "",
      verdict,
      at: heading[2] ?? "",
      commit: said.commit?.value ?? "",
      base: base === written.none ? null : base,
      validator: { login: validator[1] ?? "", id: validator[2] === "unproved" ? null : Number(validator[2]) },
      source: validator[3] ?? "",
      policy: policy === written.none ? null : policy,
      writ: said.writ?.value ?? "",
      ...tests,
      reason,
      status: statusChange(said),
    },
  };
}

function firstFault(said: Statements, heading: boolean, verdict: boolean, validator: boolean): string | null {
  const { labels, none } = dialect.report.written;
  const isOid = (value: string | undefined): boolean => OID.test(value ?? "");
  const isOptional = (value: string | undefined): boolean => value === none || isOid(value);
  if (!heading) return "its heading has another form";
  if (!verdict) return "its second line gives no verdict";
  if (!validator) return `its ${labels.validator} has another form`;
  if (!isOid(said.commit?.value)) return `its ${labels.commit} is no whole commit id`;
  if (!isOptional(said.base?.value)) return `its ${labels.base} is no whole commit id`;
  if (!isOptional(said.policy?.value)) return `its ${labels.policy} is no whole blob id`;
  if (!/^[0-9A-Za-z.+-]{1,60}$/.test(said.writ?.value ?? "")) return `its ${labels.writ} has another form`;
  return null;
}

function reasonIn(lines: readonly string[], verdict: GivenVerdict): string | null {
  const label = `${dialect.report.written.reason.replace("{verdict}", verdict)}:`;
  const at = lines.indexOf(label);
  return at < 0 || lines[at + 1] !== "" ? null : reasonOf(lines.slice(at + 2));
}

function testsIn(lines: readonly string[]): Pick<ReportWords, "tests" | "checks"> | null {
  const start = `- ${dialect.report.written.claims.tests}: `;
  const line = lines.find((text) => text.startsWith(start));
  const found = /^([A-Z_]+)(?: \((.*)\))?$/.exec(line?.slice(start.length) ?? "");
  const said = (Object.keys(TESTS) as (keyof typeof TESTS)[]).find((key) => TESTS[key] === found?.[1]);
  if (found === null || said === undefined) return null;
  const checks = (found[2] ?? "").split("; ").filter((part) => part !== "");
  const seen = checks.map((part): CheckSeen => {
    const at = part.lastIndexOf(": ");
    return { name: part.slice(0, Math.max(0, at)), conclusion: part.slice(at + 2) };
  });
  return { tests: said === "unsaid" ? null : said, checks: seen };
}
