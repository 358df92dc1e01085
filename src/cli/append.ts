/** `writ append`. */
import { UserError } from "../errors.ts";
import { blocksOf, type Block } from "../ledger/block.ts";
import { statementsOf } from "../ledger/statements.ts";
import { readDocument } from "../packet/read.ts";
import { quoted } from "../policy/quoted.ts";
import { Prover } from "../verdict/prove.ts";
import { recordVerdict } from "../verdict/record.ts";
import { reportFacts } from "../verdict/report-facts.ts";
import { readWords } from "../verdict/report-words.ts";
import type { Call, ExitCode } from "./call.ts";
import { repositoryOf } from "./project.ts";
import { gatesOf, packetNamed, standing, wordsFrom, write } from "./record-verdict.ts";
import { version } from "./version.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [file = ""] = call.arguments;
  const block = blockIn(wordsFrom(call, file));
  const read = readWords(block);
  if ("fault" in read) throw new UserError(`the report in ${nameOf(file)} has not the form of Writ's reports: ${read.fault}; copy all of it`);
  const { words } = read;
  const repository = await repositoryOf(call);
  try {
    const prover = new Prover(repository, version());
    // Another report may have come in the meantime: the chain is made anew where it is appended.
    const previous = statementsOf(block)?.previous?.value ?? "";
    const proof = await prover.prove({ packet: words.packet, block, previous });
    if (proof.state !== "proved") {
      const line = proof.line === null ? "" : `: it says ${quoted(proof.line.found, 120)}, and ${quoted(proof.line.expected, 120)} follows`;
      throw new UserError(`the report in ${nameOf(file)} is not proved: ${proof.why}${line}`);
    }
    const judged = await prover.judged(words);
    const subject = judged.subjects.get(words.packet);
    if (subject === undefined) throw new Error(`no subject of ${words.packet}`);
    const facts = reportFacts(judged.evaluation, packetNamed(words.packet, judged.world, "the commit that was judged"), subject);
    const now = await standing(repository, judged.policy);
    const packet = packetNamed(words.packet, now, "the working tree");
    const { onPass } = judged.policy.reports;
    const gates = await gatesOf(repository, judged.policy, packet.id);
    const passes = words.status !== null;
    return write(call, repository.root, packet, recordVerdict({ packet, board: now.board, words, facts, onPass, passes, gates }));
  } finally {
    await repository.dispose();
  }
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : quoted(file, 200);
}

/** The one report in a text, which may stand in a code fence as comments show it. */
function blockIn(text: string): Block {
  const bare = text.replace(/\r\n/g, "\n").replace(/^\s*(`{3,}|~{3,})[^\n]*\n([^]*?)\n\1\s*$/, "$2").trim();
  const document = readDocument("packet", "report.md", Buffer.from(`# Report\n\n${bare}\n`));
  const blocks = document.kind === "packet" ? blocksOf(document) : [];
  const [block, second] = blocks;
  if (block === undefined || second !== undefined || block.text !== bare) {
    throw new UserError("there is not exactly one report in what was given; copy the block from its heading to its last line");
  }
  return block;
}
