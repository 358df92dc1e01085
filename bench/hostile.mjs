/** Input made to hurt, each in a process of its own: time and memory of reading and judging it. */
import { fileURLToPath } from "node:url";
import { documents } from "./hostile-documents.mjs";
import { mb, ms, row, runNode } from "./measure.mjs";

const JUDGE = fileURLToPath(new URL("./judge-one.mjs", import.meta.url));

export function benchHostile() {
  row("hostile input, one process each (cold)", "bytes", "wall", "peak memory", "findings");
  for (const [name, text] of Object.entries(documents)) {
    const { milliseconds, megabytes, stdout } = runNode([JUDGE, name]);
    row(`  ${name}`, String(text.length), ms(milliseconds), mb(megabytes), stdout.trim());
  }
}
