/**
 * Proves a report of Writ from Git alone: the words that it recorded are read back, everything else is derived again
 * from the commit and the base that it names, and the result is compared line by line.
 *
 * What this proves is that the report says of that commit what Writ says of it, unchanged since, in its place in the
 * chain. Who gave the verdict stands behind the address that it names: only GitHub can tell that.
 */
import { UserError } from "../errors.ts";
import type { Block } from "../ledger/block.ts";
import { blockDigest } from "../ledger/chain.ts";
import { statementsOf } from "../ledger/statements.ts";
import { dialect } from "../packet/dialect.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import type { JudgedCommit } from "./judge-commit.ts";
import { judgeCommit } from "./judge-commit.ts";
import { reportFacts } from "./report-facts.ts";
import { idOf, reportText } from "./report-text.ts";
import { readWords, type ReportWords } from "./report-words.ts";

export interface Proof {
  /**
   * `proved`: byte by byte. `differs`: another text follows from what it names. `forged`: it contradicts itself or its
   * place. `unproved`: what it names is not in this clone, or another version of Writ wrote it. `foreign`: not Writ's.
   */
  readonly state: "proved" | "differs" | "forged" | "unproved" | "foreign";
  /** One sentence; empty when proved. */
  readonly why: string;
  /** The first line that differs, counted from 1 within the report. */
  readonly line: { readonly number: number; readonly found: string; readonly expected: string } | null;
}

const PROVED: Proof = { state: "proved", why: "", line: null };

export interface Claim {
  readonly packet: string;
  readonly block: Block;
  /** What it must name as the report before it: `previousFor` of the packet before it, or `chainTo`. */
  readonly previous: string;
}

/** What a report must name that stands behind this one; behind none for null. */
export function chainTo(previous: Block | null): string {
  return previous === null ? dialect.report.previous.first : blockDigest(previous);
}

/** Proves reports of one repository; what is judged once is kept, because several packets name the same commit. */
export class Prover {
  readonly #repository: Repository;
  readonly #version: string;
  readonly #judged = new Map<string, Promise<JudgedCommit>>();
  readonly #seen = new Map<string, string>();

  /** `version` is that of the Writ that runs. */
  constructor(repository: Repository, version: string) {
    this.#repository = repository;
    this.#version = version;
  }

  async prove(claim: Claim): Promise<Proof> {
    const { block, packet, previous } = claim;
    const said = statementsOf(block);
    if (said === null) return { state: "foreign", why: "it names no report id, so Writ has not written it", line: null };
    const read = readWords(block);
    if ("fault" in read) return forged(`it has not the form of Writ's reports: ${read.fault}`);
    const { words } = read;
    const contradiction = this.#contradiction(words, said.subject?.value ?? "", said.id?.value ?? "", packet);
    if (contradiction !== null) return forged(contradiction);
    if (said.previous?.value !== previous) return forged(`it does not name the report that stands before it, ${previous}`);
    return this.#derive(words, block, previous);
  }

  #contradiction(words: ReportWords, subject: string, id: string, packet: string): string | null {
    if (words.packet !== packet) return `it is a report on another packet, ${words.packet}`;
    if (id !== idOf(words, subject)) return "its id does not follow from its digest, verdict and source";
    const before = this.#seen.get(id);
    if (before !== undefined) return `the same report id stands in ${before} already`;
    this.#seen.set(id, packet);
    return null;
  }

  async #derive(words: ReportWords, block: Block, chain: string): Promise<Proof> {
    const named = [words.commit, ...(words.base === null ? [] : [words.base])];
    const known = await this.#repository.known(named);
    const absent = named.find((oid) => !known.has(oid));
    if (absent !== undefined) {
      const cure = "fetch the pull request's head (`git fetch origin refs/pull/NUMBER/head`) and verify again";
      return { state: "unproved", why: `the commit ${absent.slice(0, 10)} that it names is not in this clone; ${cure}`, line: null };
    }
    let judged: JudgedCommit;
    try {
      judged = await this.judged(words);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { state: "unproved", why: error.message, line: null };
    }
    if (judged.policyBlob !== words.policy) return forged(`its policy is not that of its base, ${judged.policyBlob ?? "the defaults"}`);
    const packet = judged.world.packetById.get(words.packet);
    const subject = judged.subjects.get(words.packet);
    if (packet === undefined || subject === undefined) return forged("the commit that it names holds no such packet");
    const target = judged.policy.reports.onPass.status;
    if (words.status !== null && words.status.to !== target) return forged("it records a change of status that the policy does not ask for");
    const expected = reportText(words, reportFacts(judged.evaluation, packet, subject), chain);
    return this.#compared(block.text, expected, words);
  }

  #compared(found: string, expected: string, words: ReportWords): Proof {
    if (found === expected) return PROVED;
    const [old, fresh] = [found.split("\n"), expected.split("\n")];
    const at = fresh.findIndex((text, index) => text !== old[index]);
    const number = at < 0 ? fresh.length + 1 : at + 1;
    const line = { number, found: old[number - 1] ?? "", expected: fresh[number - 1] ?? "" };
    if (words.writ !== this.#version) {
      const why = `Writ ${words.writ} wrote it, and this is ${this.#version}, which says it otherwise in line ${number}`;
      return { state: "unproved", why, line };
    }
    return { state: "differs", why: `another line ${number} follows from the commit that it names`, line };
  }

  /** The commit that a report names, judged. Throws UserError when it cannot be. */
  judged({ commit, base, packet }: Pick<ReportWords, "commit" | "base" | "packet">): Promise<JudgedCommit> {
    const key = `${commit} ${base ?? ""} ${packet}`;
    const known = this.#judged.get(key) ?? judgeCommit(this.#repository, commit, base, [packet]);
    this.#judged.set(key, known);
    return known;
  }
}

function forged(why: string): Proof {
  return { state: "forged", why, line: null };
}
