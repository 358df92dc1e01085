/** Reads the decisions that a folder keeps. */
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import type { Decision } from "./decision.ts";
import { decisionIn, LONGEST_LINE } from "./identity.ts";
import { DECISIONS } from "./journal.ts";

export interface Journalled {
  /** In the order in which they were written, each id once. */
  readonly decisions: readonly Decision[];
  /** Lines that are no decision: torn, or of another version. */
  readonly unreadable: number;
}

/**
 * The decisions below a data folder that `wanted` takes.
 *
 * @throws UserError when the folder is not there or cannot be read
 */
export async function readDecisions(dataDir: string, wanted: (decision: Decision) => boolean): Promise<Journalled> {
  const folder = join(dataDir, DECISIONS);
  const found = new Map<string, Decision>();
  let unreadable = 0;
  for (const name of await monthsIn(folder)) {
    for await (const line of linesOf(join(folder, name))) {
      const decision = line === null ? null : decisionIn(line);
      if (decision === null) unreadable += 1;
      // A line that was changed must not hide the one that it was made from.
      else if (wanted(decision) && !found.has(keyOf(decision))) found.set(keyOf(decision), decision);
    }
  }
  return { decisions: [...found.values()], unreadable };
}

function keyOf({ id, kind, pull, inputs, outcome }: Decision): string {
  return `${id} ${JSON.stringify([kind, pull, inputs, outcome])}`;
}

async function monthsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name)).sort();
  } catch (error) {
    const cure = "name the App's data folder with --data, or set DATA_DIR";
    throw new UserError(`there are no decisions in ${quoted(folder, 300)} (${codeOf(error)}); ${cure}`);
  }
}

/** The lines that are not empty; null for one that is too long to be a decision. */
async function* linesOf(path: string): AsyncGenerator<string | null> {
  let rest: Buffer[] = [];
  let length = 0;
  const taken = (): string | null => {
    const line = length > LONGEST_LINE ? null : Buffer.concat(rest).toString("utf8").trim();
    rest = [];
    length = 0;
    return line;
  };
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= LONGEST_LINE) rest.push(part);
    else rest = [];
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        add(chunk.subarray(start, end));
        start = end + 1;
        const line = taken();
        if (line !== "") yield line;
      }
      add(chunk.subarray(start));
    }
  } catch (error) {
    throw new UserError(`${quoted(path, 300)} cannot be read (${codeOf(error)}); check its permissions`);
  }
  const line = taken();
  if (line !== "") yield line;
}
