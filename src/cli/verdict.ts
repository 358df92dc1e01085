/** `writ verdict`. */
import { createHash } from "node:crypto";
import { UserError } from "../errors.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { visible } from "../render/harmless.ts";
import type { GitRepository } from "../snapshot/git.ts";
import { codePoint, hiddenIn, plainName } from "../verdict/inert.ts";
import { judgeCommit } from "../verdict/judge-commit.ts";
import { recordVerdict } from "../verdict/record.ts";
import { reportFacts } from "../verdict/report-facts.ts";
import type { GivenVerdict, ReportWords } from "../verdict/report-words.ts";
import { LONGEST_REASON } from "../verdict/limits.ts";
import type { Call, ExitCode } from "./call.ts";
import { repositoryOf } from "./project.ts";
import { gatesOf, packetNamed, standing, wordsFrom, write } from "./record-verdict.ts";
import { TESTS, VERDICTS } from "./verdict-commands.ts";
import { version } from "./version.ts";

const VALUES: Readonly<Record<(typeof VERDICTS)[number], GivenVerdict>> = { pass: "PASS", fail: "FAIL", outdated: "OUTDATED_ONLY" };

export async function run(call: Call): Promise<ExitCode> {
  const [word = "", id = ""] = call.arguments;
  const verdict = verdictNamed(word);
  const reason = reasonOf(call);
  const repository = await repositoryOf(call);
  try {
    const commit = await repository.resolve("HEAD");
    const branch = call.value("base");
    const base = branch === null ? null : await repository.resolve(branch);
    const judged = await judgeCommit(repository, commit, base, [id]);
    const { policy, evaluation } = judged;
    const packet = packetNamed(id, judged.world, "the last commit");
    const subject = judged.subjects.get(id);
    if (subject === undefined) throw new Error(`no subject of ${id}`);
    const now = await standing(repository, policy);
    const facts = reportFacts(evaluation, packet, subject);
    const words = await wordsOf(call, repository, { verdict, packet: id, reason, commit, base, policy: judged.policyBlob }, subject.digest);
    const current = packetNamed(id, now, "the working tree");
    const gates = await gatesOf(repository, policy, id);
    const recorded = recordVerdict({ packet: current, board: now.board, words, facts, onPass: policy.reports.onPass, passes: true, gates });
    const { out } = call.terminal;
    const code = write(call, repository.root, current, recorded);
    if (recorded.state !== "recorded") return code;
    out.write(`${verdict} on ${visible(id)} at ${commit.slice(0, 10)}, ${subject.digest}\n`);
    out.write(`The validator is ${words.validator.login}, as Git is configured: GitHub has not proved it.\n`);
    if (verdict === "PASS" && facts.failing > 0) out.write(`The commit has ${facts.failing} findings at error: the report says so.\n`);
    return code;
  } finally {
    await repository.dispose();
  }
}

function verdictNamed(word: string): GivenVerdict {
  const known = VERDICTS.find((name) => name === word.toLowerCase());
  if (known !== undefined) return VALUES[known];
  const near = nearest(word, VERDICTS);
  const hint = near === null ? `give one of ${VERDICTS.join(", ")}` : `did you mean ${quoted(near)}?`;
  throw new UserError(`${quoted(word)} is no verdict; ${hint}`);
}

function reasonOf(call: Call): string {
  const file = call.value("reason");
  if (file === null) throw new UserError("a verdict needs a reason; name a file that holds it with --reason, or `-` for standard input");
  const reason = wordsFrom(call, file).trim();
  const name = file === "-" ? "standard input" : quoted(file, 200);
  if (!/[\p{L}\p{N}]/u.test(reason)) throw new UserError(`${name} holds no reason; write down why`);
  if (reason.length > LONGEST_REASON) {
    throw new UserError(`the reason in ${name} has ${reason.length} characters, and ${LONGEST_REASON} can be recorded; shorten it`);
  }
  const hidden = hiddenIn(reason);
  if (hidden === null) return reason;
  throw new UserError(`the reason in ${name} holds the character ${codePoint(hidden.character)}, which nobody can see; take it out`);
}

type Said = Pick<ReportWords, "verdict" | "packet" | "reason" | "commit" | "base" | "policy">;

/** The same person saying the same of the same subject is one verdict, however often the command runs. */
async function wordsOf(call: Call, repository: GitRepository, said: Said, digest: string): Promise<Omit<ReportWords, "status">> {
  const identity = await repository.identity();
  if (identity === null) throw new UserError("Git does not know who you are; set `user.name` and `user.email` with `git config`");
  const { name, mail } = identity;
  const login = plainName(`${name} [${mail}]`);
  const key = createHash("sha256").update([name, mail, said.reason, digest].join("\n")).digest("hex");
  const tests = call.value("tests");
  return {
    ...said,
    at: call.terminal.now().toISOString().replace(/\.\d+Z$/, "Z"),
    validator: { login, id: null },
    source: `local:${key.slice(0, 16)}`,
    writ: version(),
    tests: TESTS.find((known) => known === tests) ?? null,
    checks: [],
  };
}
