/**
 * A file that a replay writes down as it goes, so that it can be stopped and go on where it was: one JSON object a
 * line, the first of which says what the rest was judged with.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { codeOf, UserError } from "../errors.ts";
import type { ReplayedCommit } from "../evaluate/replay.ts";
import { quoted } from "../policy/quoted.ts";

export const REPLAY_SCHEMA = "writ.replay/1";

export interface ReplayHeader {
  readonly schema: typeof REPLAY_SCHEMA;
  /** The version of Writ, and a digest of the policy: with others, what is written down does not hold. */
  readonly version: string;
  readonly policy: string;
}

export class ReplayRecord {
  readonly #path: string;
  /** What is judged already, by commit id. */
  readonly done: ReadonlyMap<string, ReplayedCommit>;

  private constructor(path: string, done: ReadonlyMap<string, ReplayedCommit>) {
    this.#path = path;
    this.done = done;
  }

  /**
   * Opens the file, or begins it. A last line that a stopped run left unfinished is dropped.
   * Throws UserError when it is something else, or was made with another version or policy.
   */
  static open(path: string, shown: string, header: ReplayHeader): ReplayRecord {
    const first = `${JSON.stringify(header)}\n`;
    if (!existsSync(path)) {
      writing(shown, () => {
        writeFileSync(path, first, { flag: "wx" });
      });
      return new ReplayRecord(path, new Map());
    }
    const bytes = reading(shown, () => readFileSync(path));
    const end = bytes.lastIndexOf(10) + 1;
    const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
    if (lines[0] !== first.trimEnd()) throw otherHeader(lines[0] ?? "", shown);
    const done = new Map<string, ReplayedCommit>();
    for (const [index, line] of lines.slice(1).entries()) {
      const entry = entryOf(line);
      if (entry === null) {
        throw new UserError(`line ${String(index + 2)} of ${quoted(shown, 200)} is damaged; remove the file and run again`);
      }
      done.set(entry.commit, entry);
    }
    if (end < bytes.length) {
      writing(shown, () => {
        truncateSync(path, end);
      });
    }
    return new ReplayRecord(path, done);
  }

  add(entry: ReplayedCommit): void {
    writing(this.#path, () => {
      appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
    });
  }
}

function entryOf(line: string): ReplayedCommit | null {
  try {
    const value: unknown = JSON.parse(line);
    const isEntry =
      typeof value === "object" && value !== null && "commit" in value && "brought" in value && "errors" in value;
    return isEntry ? (value as ReplayedCommit) : null;
  } catch {
    return null;
  }
}

function otherHeader(line: string, shown: string): UserError {
  const isReplay = line.startsWith(`{"schema":"${REPLAY_SCHEMA}"`);
  return new UserError(
    isReplay
      ? `${quoted(shown, 200)} was made by another version of Writ or under another policy; remove it, or name another file`
      : `${quoted(shown, 200)} is no record of a replay, and nothing is written into it; name another file with --resume`,
  );
}

function reading<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${quoted(shown, 200)} cannot be read (${codeOf(error)}); name another file with --resume`);
  }
}

function writing(shown: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UserError(`${quoted(shown, 200)} cannot be written (${codeOf(error)}); name another file with --resume`);
  }
}
