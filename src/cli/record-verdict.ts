/** What `writ verdict` and `writ append` share: the packet of the working tree, the words of a person, the writing. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import { Memory } from "../evaluate/memory.ts";
import { loadWorld, type LoadedWorld } from "../evaluate/world.ts";
import type { Packet } from "../packet/model.ts";
import { nearest } from "../policy/nearest.ts";
import type { Policy } from "../policy/policy.ts";
import { quoted } from "../policy/quoted.ts";
import { visible } from "../render/harmless.ts";
import type { GitRepository } from "../snapshot/git.ts";
import { gateFileFor } from "../verdict/gate-place.ts";
import type { GateRecord } from "../verdict/record-gates.ts";
import type { Recorded } from "../verdict/record.ts";
import { writeAll } from "./all-or-nothing.ts";
import type { Call, ExitCode } from "./call.ts";
import { unifiedDiff } from "./diff.ts";

/** A file of words is no longer than this. */
const LONGEST = 256 * 1024;

/** What stands in a file, or on standard input for `-`. Throws UserError when it cannot be read as UTF-8. */
export function wordsFrom(call: Call, file: string): string {
  const name = file === "-" ? "standard input" : quoted(file, 200);
  let bytes: Uint8Array;
  try {
    const path = resolve(call.terminal.cwd, file);
    if (file !== "-" && statSync(path).size > LONGEST) throw new UserError(`${name} is larger than ${LONGEST} bytes; name a file of text`);
    bytes = readFileSync(file === "-" ? 0 : path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name} cannot be read (${codeOf(error)}); give the path of a file of text`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, LONGEST));
  } catch {
    throw new UserError(`${name} is not UTF-8; save it as UTF-8`);
  }
}

/** What stands in the working tree, where packets are by the policy. */
export async function standing(repository: GitRepository, policy: Policy): Promise<LoadedWorld> {
  return loadWorld(await repository.worktree(), policy.layout, policy, new Memory(), false);
}

/** Where the state of a packet's gates is kept in the working tree. No comment is known here that acknowledges anything. */
export async function gatesOf(repository: GitRepository, { layout, gate }: Policy, packet: string): Promise<GateRecord> {
  return { file: await gateFileFor(await repository.worktree(), layout.gates, packet), acknowledged: gate.acknowledge ? null : "unneeded" };
}

/** Throws UserError when there is no packet of this id. */
export function packetNamed(id: string, world: LoadedWorld, where: string): Packet {
  const packet = world.packetById.get(id);
  if (packet !== undefined) return packet;
  const near = nearest(id, world.packetById.keys());
  const hint = near === null ? "`writ check --format json` lists the packets there are" : `did you mean ${quoted(near, 100)}?`;
  throw new UserError(`there is no packet ${quoted(id, 100)} in ${where}; ${hint}`);
}

/** Writes a verdict, or shows what would be written. Throws UserError when it was refused. */
export function write(call: Call, root: string, packet: Packet, recorded: Recorded): ExitCode {
  const { out } = call.terminal;
  const path = visible(packet.path);
  if (recorded.state === "refused") {
    throw new UserError(`no report was written to ${quoted(packet.path, 200)}: ${recorded.why}`);
  }
  if (recorded.state === "present") {
    out.write(`${path} holds this report already: ${recorded.reportId}\n`);
    return 0;
  }
  if (call.flag("dry-run")) {
    for (const { path: changed, before, after } of recorded.changes) out.write(`${unifiedDiff(changed, before, after)}\n`);
    for (const { path: fresh, text } of recorded.created) out.write(`${unifiedDiff(fresh, new Uint8Array(), Buffer.from(text, "utf8"))}\n`);
    out.write("Nothing was written.\n");
  } else {
    writeAll(root, recorded.created, recorded.changes);
    for (const change of recorded.changes) out.write(`Updated ${visible(change.path)}\n`);
    for (const file of recorded.created) out.write(`Created ${visible(file.path)}\n`);
  }
  for (const note of recorded.notes) out.write(`${visible(note)}\n`);
  return 0;
}
