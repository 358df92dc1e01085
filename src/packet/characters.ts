/** Damage within the words: text that was decoded and encoded once too often, and characters nobody can see. */
import type { Damage } from "./model.ts";
import { windows1252Byte } from "./source.ts";

/** At most this many damaged places are reported one by one; a document worse than that is beyond listing. */
const LIMIT = 500;

/** The two characters whose last byte is one of those, and which are common enough to be sure of. */
const DROPPED: ReadonlyMap<string, string> = new Map([
  ["ef b8", "\ufe0f"],
  ["e2 80", "\u201d"],
]);

const utf8 = new TextDecoder("utf-8", { fatal: true });

// A run that starts with what a UTF-8 lead byte looks like in windows-1252, followed by what continuation bytes do.
const SUSPECT = /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+/g;
// eslint-disable-next-line no-control-regex -- these characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/g;

/** Double-encoded UTF-8, each with the characters it stands for. */
export function findMojibake(text: string): Damage[] {
  const damage: Damage[] = [];
  SUSPECT.lastIndex = 0;
  for (let found = SUSPECT.exec(text); found !== null && damage.length < LIMIT; found = SUSPECT.exec(text)) {
    const undone = undo(text, found.index);
    if (undone === null) {
      SUSPECT.lastIndex = found.index + 1;
      continue;
    }
    damage.push({
      kind: "mojibake",
      span: { start: found.index, end: undone.end },
      replacement: undone.lossy ? null : undone.text,
      note: undone.lossy ? "double-encoded, partly lost" : "double-encoded UTF-8",
    });
    SUSPECT.lastIndex = undone.end;
  }
  return damage;
}

interface Undone {
  readonly text: string;
  readonly end: number;
  readonly lossy: boolean;
}

/** Reads characters back to the bytes they came from for as long as these make UTF-8. */
function undo(text: string, start: number): Undone | null {
  let end = start;
  let words = "";
  let lossy = false;
  for (;;) {
    const lead = windows1252Byte(text.charAt(end));
    const size = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (size === 0 || end >= text.length) break;
    const bytes = [lead];
    for (let index = 1; index < size; index++) {
      const byte = end + index < text.length ? windows1252Byte(text.charAt(end + index)) : -1;
      if (byte >= 0x80 && byte <= 0xbf) bytes.push(byte);
    }
    if (bytes.length < size) {
      // Bytes that windows-1252 has no character for are often dropped on the way: an emoji lost one of its four.
      if (size < 3 || bytes.length < size - 1) break;
      const known = DROPPED.get(bytes.map((byte) => byte.toString(16)).join(" "));
      lossy ||= known === undefined;
      words += known ?? "\ufffd";
      end += bytes.length;
      continue;
    }
    try {
      words += utf8.decode(Uint8Array.from(bytes));
    } catch {
      break;
    }
    end += size;
  }
  return end === start ? null : { text: words, end, lossy };
}

export function findControls(text: string): Damage[] {
  const damage: Damage[] = [];
  for (const found of text.matchAll(CONTROL)) {
    if (damage.length >= LIMIT) break;
    const code = found[0].charCodeAt(0);
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    const span = { start: found.index, end: found.index + 1 };
    damage.push({ kind: "control-character", span, replacement: "", note: `control character ${name}` });
  }
  return damage;
}
