/** Judges commit after commit against its parent: what would have been caught, had every one been a pull request. */
import type { Policy } from "../policy/policy.ts";
import type { Rule } from "../rules/rule.ts";
import { isPacket, type Document } from "../packet/model.ts";
import type { CommitRecord, Repository } from "../snapshot/snapshot.ts";
import { assess } from "./evaluate.ts";
import type { Finding } from "./evaluation.ts";
import { Memory } from "./memory.ts";
import { ReplaySnapshots } from "./replay-snapshots.ts";

export interface ReplayInput {
  readonly repository: Repository;
  /** Parents before children. */
  readonly commits: readonly CommitRecord[];
  /** The policy for a state of the repository with these paths: where documents live is seen in each. */
  readonly policy: (paths: Iterable<string>) => Policy;
  readonly rules: readonly Rule[];
  readonly knownRules: readonly string[];
}

/** What judging one commit comes to. */
export interface ReplayedCommit {
  readonly commit: string;
  /** The first parent, which it was compared with; null for the first commit of a history. */
  readonly parent: string | null;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly subject: string;
  /** Packets, stubs and refinements whose files it touches, by id. */
  readonly packets: readonly string[];
  /** Findings that it brought, by weight. */
  readonly brought: Readonly<Record<Finding["severity"], number>>;
  readonly mended: number;
  /** What stood after it, new or not. */
  readonly standing: Readonly<Record<Finding["severity"], number>>;
  /** Every error that it brought. */
  readonly errors: readonly ReplayedFinding[];
}

export interface ReplayedFinding {
  readonly rule: string;
  readonly packet: string | null;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** No reader goes through more errors of one commit. `brought` counts all of them. */
const MOST_ERRORS = 200;

/** One after the other, so that memory does not grow with the history. */
export async function* replay(input: ReplayInput): AsyncGenerator<ReplayedCommit> {
  const { commits, rules, knownRules } = input;
  const memory = new Memory();
  const snapshots = new ReplaySnapshots(input.repository, commits, input.policy([]).scan.maxFileBytes);
  const repository = withCommits(input.repository, (oid) => snapshots.commit(oid));
  for (const record of commits) {
    const head = await repository.commit(record.oid);
    const parent = record.parents[0] ?? null;
    const base = parent === null ? null : await repository.commit(parent);
    const { findings, world } = await assess({
      head,
      base,
      commits: base === null ? [] : [record],
      repository,
      policy: input.policy((await head.tree()).keys()),
      rules,
      knownRules,
      today: record.date.slice(0, 10),
      only: [],
      // What drifted is a warning, and walking the history anew for every commit would take longer than all else.
      drift: [],
      memory,
    });
    yield summarised(record, findings, world.documents);
  }
}

/** The same repository, but for how its commits are read. */
function withCommits(repository: Repository, commit: Repository["commit"]): Repository {
  return new Proxy(repository, {
    get(target, name): unknown {
      if (name === "commit") return commit;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function summarised(
  { oid, parents, date, subject, paths }: CommitRecord,
  findings: readonly Finding[],
  documents: readonly Document[],
): ReplayedCommit {
  const touched = new Set(paths);
  const current = findings.filter(({ state }) => state !== "fixed");
  const fresh = current.filter(({ state }) => state === "new");
  const packets = documents.filter(isPacket).filter(({ path }) => touched.has(path));
  return {
    commit: oid,
    parent: parents[0] ?? null,
    date,
    subject,
    packets: [...new Set(packets.map(({ id }) => id))],
    brought: bySeverity(fresh),
    mended: findings.length - current.length,
    standing: bySeverity(current),
    errors: fresh
      .filter(({ severity }) => severity === "error")
      .slice(0, MOST_ERRORS)
      .map(({ rule, packet, path, line, message }) => ({ rule, packet, path, line, message })),
  };
}

function bySeverity(findings: readonly Finding[]): ReplayedCommit["brought"] {
  const counts = { error: 0, warn: 0, note: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
