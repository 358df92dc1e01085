/** `writ activate`. */
import { UserError } from "../errors.ts";
import { comparePlaces } from "../lineage/graph.ts";
import { ownStatus } from "../lineage/standing.ts";
import { dialect } from "../packet/dialect.ts";
import type { Packet } from "../packet/model.ts";
import { fieldLabel } from "../packet/vocabulary.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { below, splice, type Splice } from "../scaffold/splice.ts";
import type { Call, ExitCode } from "./call.ts";
import { onGround, writeStep, type Ground } from "./continue-packet.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  return onGround<ExitCode>(call, async (ground) => {
    const { lineage } = ground;
    const stub = stubNamed(id, ground);
    const base = lineage.bases.get(lineage.baseOf(id));
    if (base === undefined) throw new Error(`no lineage of ${id}`);
    const place = lineage.placeOf(stub);
    const later = base.revisions.find((revision) => comparePlaces(revision, place) >= 0 && revision.packet.id !== id);
    if (later !== undefined) {
      const hint = `\`writ revise ${base.base}\` starts the next one`;
      throw new UserError(`${quoted(base.base, 100)} has come further than this stub, to ${quoted(later.packet.id, 100)}; ${hint}`);
    }
    refuseRefinement(id, ground);
    const prior = base.revisions.map(({ packet }) => packet);
    await writeStep(call, ground, { id, base, prior, stub, also: [splice(stub, [activated(stub)])] });
    call.terminal.out.write(`\n${nextSteps(id)}`);
    return 0;
  });
}

function stubNamed(id: string, { lineage, world }: Ground): Packet {
  const all = lineage.byId.get(id) ?? [];
  const packet = all.find(({ kind }) => kind === "packet");
  if (packet !== undefined) {
    throw new UserError(`${quoted(packet.path, 200)} exists already, and nothing is ever overwritten; edit that one`);
  }
  const stub = all.find(({ kind }) => kind === "stub");
  if (stub !== undefined) return stub;
  const near = nearest(id, world.stubs.map((entry) => entry.id));
  const hint = near === null ? `\`writ new --stub ${id}\` writes one` : `did you mean ${quoted(near)}?`;
  throw new UserError(`there is no stub ${quoted(id)} in the working tree; ${hint}`);
}

/** A refinement that was rejected, or that found the spec wanting, is no ground for a packet. */
function refuseRefinement(id: string, { lineage }: Ground): void {
  const refinement = lineage.byId.get(id)?.find(({ kind }) => kind === "refinement");
  if (refinement === undefined) return;
  const says = (name: "reviewStatus" | "enrichmentNeeded"): string | undefined =>
    refinement.fields.find((field) => field.name === name && !field.placeholder)?.value.toUpperCase();
  const where = quoted(refinement.path, 200);
  if (says("reviewStatus") === dialect.refinement.rejected) {
    throw new UserError(`${where} was rejected; answer the review, and let it be approved first`);
  }
  if (says("enrichmentNeeded") === dialect.refinement.yes) {
    throw new UserError(`${where} says that the spec must be enriched first; do that, and write the refinement anew`);
  }
}

/** The stub says that it has become a packet, in its status, or in a new line below its title. */
function activated(stub: Packet): Splice {
  const word = dialect.states.activated.spellings[0];
  const status = ownStatus(stub);
  if (status !== null) return { span: status.field.valueSpan, text: word };
  return below(stub, stub.title?.span.end ?? 0, ["", `- ${fieldLabel("stubStatus")}: ${word}`]);
}

function nextSteps(id: string): string {
  const steps = [
    "In the refinement, bind the work to the spec: resolved file, SHA-1 (`writ sha`), anchors.",
    "In the packet, fill in what stands in <angle brackets>, and check what was taken from the stub.",
    "Have both signed by a maintainer, and write the signature into the signature audit.",
    "Set the status to Ready for Dev, on the board too.",
    `See what is still missing: writ check ${id}`,
  ];
  return `Next:\n${steps.map((step, index) => `  ${String(index + 1)}. ${step}\n`).join("")}`;
}
