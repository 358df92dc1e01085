/** The state of the gates as a change of files, beside the report that it belongs to. */
import type { NewFile } from "../scaffold/new-packet.ts";
import type { Replacement } from "../scaffold/splice.ts";
import { quoted } from "../policy/quoted.ts";
import { writeGateFile } from "./gate-file.ts";
import type { GateFile } from "./gate-place.ts";
import { sequenceOf, type Acknowledgement, type GivenReport, type Sequence } from "./sequence.ts";

export interface GateRecord {
  /** Null where the repository keeps no such files. */
  readonly file: GateFile | null;
  readonly acknowledged: Acknowledgement;
}

export interface GateChange {
  readonly sequence: Sequence;
  readonly changes: readonly Replacement[];
  readonly created: readonly NewFile[];
  /** Why the file was left alone. */
  readonly notes: readonly string[];
}

/** What is to be written together with a report. It is no reason to hold the report back: the state is derived anyway. */
export function recordGates({ file, acknowledged }: GateRecord, packet: string, given: GivenReport): GateChange {
  const sequence = sequenceOf({ given, acknowledged, appended: true, committed: true });
  const none = { sequence, changes: [], created: [], notes: [] };
  if (file === null) return none;
  const { path, bytes, problem } = file;
  const written = problem === null ? writeGateFile(bytes, packet, sequence) : ({ state: "refused", why: problem } as const);
  switch (written.state) {
    case "same":
      return none;
    case "refused":
      return { ...none, notes: [`The state of the gates in ${quoted(path, 300)} was left as it is: ${written.why}.`] };
    case "written":
      return bytes === null
        ? { ...none, created: [{ path, text: Buffer.from(written.bytes).toString("utf8") }] }
        : { ...none, changes: [{ path, before: bytes, after: written.bytes }] };
  }
}
