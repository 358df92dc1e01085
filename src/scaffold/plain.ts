/** Words of an older packet as a new one may say them: in ASCII, on one line, with damage undone. */
import { findMojibake } from "../packet/characters.ts";
import { asciiFor } from "../rules/text/characters.ts";

/** As if between letters: the words go into the middle of a line. */
const BETWEEN = { before: "x", afterLetter: true, after: "x" };

/** What has no plain form and says nothing in words: ticks, emoji, format characters. */
const SILENT = /[\p{So}\p{Sk}\p{Cf}\p{Co}\p{Cc}\u2713\u2714\u2611]/u;

/** Letters of other scripts stay: nobody can guess their spelling. */
export function plainWords(text: string): string {
  let mended = "";
  let at = 0;
  for (const { span, replacement } of findMojibake(text)) {
    mended += text.slice(at, span.start) + (replacement ?? text.slice(span.start, span.end));
    at = span.end;
  }
  mended += text.slice(at);
  return mended.replace(/[^\x20-\x7e]/gu, plain).replace(/\s+/g, " ").trim();
}

function plain(character: string): string {
  if (/\s/.test(character)) return " ";
  if (character === "\u00a7") return "Section ";
  if (SILENT.test(character)) return "";
  return asciiFor(character, BETWEEN) ?? withoutAccents(character);
}

function withoutAccents(character: string): string {
  const bare = character.normalize("NFKD").replace(/\p{M}+/gu, "");
  return /^[\x20-\x7e]+$/.test(bare) ? bare : character;
}
