/**
 * The file that keeps the states of a packet's gates, where a repository has such files: bytes in, bytes out.
 *
 * The report's session is written, and an older one of the same packet goes to the archive; every other byte stays, as
 * do the file's indentation, line ends, byte order mark and end. All that is written comes from the report and from
 * comments, so that the same report always makes the same bytes; one that the file knows already changes nothing.
 */
import { z } from "zod";
import { jsonTree, type JsonNode } from "./json-tree.ts";
import type { Sequence, Step } from "./sequence.ts";

/** Larger files are none of ours. Bytes. */
export const LARGEST_GATE_FILE = 1024 * 1024;

export type GateFileWritten =
  | { readonly state: "written"; readonly bytes: Uint8Array }
  /** The file knows the report, or there is no report that it could know. */
  | { readonly state: "same" }
  /** `why` follows upon "it was left as it is:". */
  | { readonly state: "refused"; readonly why: string };

const SESSIONS = "validation_sessions";
const ARCHIVE = "archived_sessions";
const BOM = "\ufeff";

const sessionSchema = z.looseObject({ reportId: z.unknown().optional() });
const fileSchema = z.looseObject({ [SESSIONS]: z.record(z.string(), sessionSchema), [ARCHIVE]: z.array(sessionSchema).optional() });

/**
 * @param bytes the file as it stands; null where there is none yet
 * @param packet id of the packet
 */
export function writeGateFile(bytes: Uint8Array | null, packet: string, sequence: Sequence): GateFileWritten {
  if (sequence.given === null) return { state: "same" };
  const session = sessionOf(packet, sequence);
  if (bytes === null) {
    const text = `${JSON.stringify({ [SESSIONS]: { [packet]: session }, [ARCHIVE]: [] }, null, 2)}\n`;
    return { state: "written", bytes: Buffer.from(text, "utf8") };
  }
  if (bytes.length > LARGEST_GATE_FILE) return refused(`it is larger than ${LARGEST_GATE_FILE} bytes`);
  const text = decoded(bytes);
  if (text === null) return refused("it is not UTF-8");
  const bare = text.startsWith(BOM) ? text.slice(BOM.length) : text;
  const root = jsonTree(bare);
  if (typeof root === "string") return refused(root);
  const read = fileSchema.safeParse(JSON.parse(bare));
  if (!read.success) return refused(`it has not the form of such files at ${placeOf(read.error)}`);
  const sessions = Object.values(read.data[SESSIONS]);
  const known = [...sessions, ...(read.data[ARCHIVE] ?? [])].some(({ reportId }) => reportId === session.reportId);
  if (known) return { state: "same" };
  const after = new Editor(bare, root).replaced(packet, session, sequence.given.at);
  const written = Buffer.from((text.startsWith(BOM) ? BOM : "") + after, "utf8");
  return written.length > LARGEST_GATE_FILE ? refused(`it would become larger than ${LARGEST_GATE_FILE} bytes`) : { state: "written", bytes: written };
}

function refused(why: string): GateFileWritten {
  return { state: "refused", why };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function placeOf({ issues: [first] }: z.ZodError): string {
  const path = (first?.path ?? []).slice(0, 2).map((part) => JSON.stringify(String(part).slice(0, 100)));
  return path.length === 0 ? "its top" : path.join(", ");
}

/** In the order in which the keys are written. */
function sessionOf(packet: string, { given, state, steps }: Sequence) {
  const isDone = state === "COMMITTED";
  return {
    wpId: packet,
    verdict: given?.verdict,
    status: state,
    reportId: given?.reportId,
    started: given?.at,
    gates: steps.map(gateOf),
    completed: isDone ? (steps.at(-1)?.at ?? undefined) : undefined,
  };

  function gateOf({ gate, at, by }: Step) {
    const who = by === null ? undefined : `${by.login} (${by.id ?? "unproved"})`;
    return { gate, verdict: gate === "REPORT_PRESENTED" ? given?.verdict : undefined, timestamp: at ?? undefined, by: who };
  }
}

/** The file is written by machines in one manner, which its first lines show. */
class Editor {
  readonly #text: string;
  readonly #root: JsonNode;
  readonly #end: string;
  /** One step of indentation; null where all stands on one line. */
  readonly #unit: string | null;
  readonly #edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];

  constructor(text: string, root: JsonNode) {
    this.#text = text;
    this.#root = root;
    const inside = text.slice(root.start, root.end);
    this.#end = inside.includes("\r\n") ? "\r\n" : "\n";
    this.#unit = inside.includes("\n") ? (/^\{[ \t\r]*\n([ \t]*)"/.exec(inside)?.[1] ?? "  ") : null;
  }

  /** The text with this session of the packet, and the one before in the archive. */
  replaced(packet: string, session: object, at: string): string {
    const sessions = member(this.#root, SESSIONS);
    const old = sessions === null ? null : member(sessions, packet);
    if (sessions === null) throw new Error(`no ${SESSIONS}`);
    const text = this.#written(session, 2);
    if (old === null) this.#append(sessions, `${JSON.stringify(packet)}:${this.#space}${text}`, 2);
    else {
      this.#edits.push({ start: old.start, end: old.end, text });
      this.#archive(this.#retired(old, at));
    }
    return this.#done();
  }

  get #space(): string {
    return this.#unit === null ? "" : " ";
  }

  /** Both places lie equally deep, so what moves keeps its indentation. */
  #archive(session: string): void {
    const archive = member(this.#root, ARCHIVE);
    if (archive !== null) this.#append(archive, session, 2);
    else this.#append(this.#root, `${JSON.stringify(ARCHIVE)}:${this.#space}[${this.#line(2)}${session}${this.#line(1)}]`, 1);
  }

  /** A session as it was, with when and why it left its place. */
  #retired(old: JsonNode, at: string): string {
    const text = this.#text.slice(old.start, old.end);
    if (member(old, "archived_at") !== null || member(old, "archive_reason") !== null) return text;
    const said = [["archived_at", at], ["archive_reason", "later_report"]].map(([key, value]) => `${JSON.stringify(key)}:${this.#space}${JSON.stringify(value)}`);
    const last = old.members.at(-1);
    const joined = said.join(`,${this.#line(3)}`);
    if (last === undefined) return `{${this.#line(3)}${joined}${this.#line(2)}}`;
    const cut = last.value.end - old.start;
    return `${text.slice(0, cut)},${this.#line(3)}${joined}${text.slice(cut)}`;
  }

  /** One member more behind all others, its key included. */
  #append({ members, start, end }: JsonNode, text: string, depth: number): void {
    const last = members.at(-1);
    const edit = last === undefined
      ? { start, end, text: `${this.#text.charAt(start)}${this.#line(depth)}${text}${this.#line(depth - 1)}${this.#text.charAt(end - 1)}` }
      : { start: last.value.end, end: last.value.end, text: `,${this.#line(depth)}${text}` };
    this.#edits.push(edit);
  }

  #line(depth: number): string {
    return this.#unit === null ? "" : `${this.#end}${this.#unit.repeat(depth)}`;
  }

  #written(value: object, depth: number): string {
    if (this.#unit === null) return JSON.stringify(value);
    const lines = JSON.stringify(value, null, "\t").split("\n");
    const unit = this.#unit;
    return lines.map((line, index) => (index === 0 ? line : this.#line(depth) + line.replace(/^\t+/, (tabs) => unit.repeat(tabs.length)))).join("");
  }

  #done(): string {
    let text = this.#text;
    for (const edit of [...this.#edits].sort((a, b) => b.start - a.start)) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    return text;
  }
}

function member({ members }: JsonNode, key: string): JsonNode | null {
  return members.find((one) => one.key === key)?.value ?? null;
}
