/** Points of what done means that ask for commands to pass, and the records that they did. */
import type { CommandRecord, Packet, Requirement } from "../packet/model.ts";

/** Words of a command that must be the same; what follows are arguments that differ from run to run. */
const NAMING = 3;

/**
 * The first of the records that show the point fulfilled: every command that it names in backticks is recorded, and
 * ended with 0. Null when it names none, or when one of them is not recorded so.
 */
export function recordedFor(packet: Packet, { text }: Requirement): CommandRecord | null {
  const named = [...text.matchAll(/`([^`]{3,300})`/g)].map(([, words = ""]) => partsOf(words)).filter(isCommand);
  const passed = packet.commands.filter(({ exitCode }) => /^[`"']?0\b/.test(exitCode?.value ?? ""));
  const found = named.map((parts) => passed.find(({ command }) => begins(partsOf(command.value), parts)));
  const [first] = found;
  return first !== undefined && found.every((record) => record !== undefined) ? first : null;
}

function partsOf(words: string): readonly string[] {
  return words
    .replace(/^[`"']+|[`"']+$/g, "")
    .split(/\s+/)
    .slice(0, NAMING);
}

function isCommand([name = "", ...rest]: readonly string[]): boolean {
  return rest.length > 0 && /^[a-z][\w.-]*$/.test(name);
}

function begins(parts: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((word, index) => parts[index] === word);
}
