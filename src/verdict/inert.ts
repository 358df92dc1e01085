/**
 * Words of strangers, made fit to be recorded for ever in a packet: ASCII, and nothing in them can act.
 *
 * A reason becomes an indented code block whose lines all begin with a bar: no heading, fence, marker, mention or
 * conflict mark can begin a line, neither for Markdown nor for tools that read a packet line by line. Single values
 * become code spans. Both are stable: what was made harmless once stays as it is, so a report can be derived again from
 * the words that it recorded.
 */
import { asciiFor } from "../rules/text/characters.ts";

/** Characters that are not seen, or that act: controls, format and bidirectional characters, half surrogates. */
const HIDDEN = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u;

/** How a character is called in messages: `U+202E`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The first character of a text that nobody can see, tabs and line ends excepted; null when there is none. */
export function hiddenIn(text: string): { readonly at: number; readonly character: string } | null {
  // Two emoji joined into one are no trick.
  const seen = text.replace(/(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic})/gu, "-");
  const found = HIDDEN.exec(seen);
  return found === null ? null : { at: found.index, character: found[0] };
}

const BETWEEN = { before: "x", afterLetter: true, after: "x" };

/** The text in printable ASCII and line feeds. What has no plain form is named: `<U+1F6A2>`. */
export function ascii(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", "    ")
    .replace(/[^\n\x20-\x7e]/gu, (character) => {
      const plain = asciiFor(character, BETWEEN) ?? character.normalize("NFKD").replace(/\p{M}+/gu, "");
      return /^[\x20-\x7e]+$/.test(plain) ? plain : character === "\ufe0f" ? "" : `<${codePoint(character)}>`;
    });
}

/** A recorded line is no longer than this. */
const WIDEST = 400;
const INDENT = "    |";

/** A reason as the lines of the block below its label. */
export function reasonLines(reason: string): readonly string[] {
  const lines = ascii(reason)
    // A literal line end before a heading is one to readers that mend damaged packets.
    .replace(/(\\[nr])(?=#)/g, "$1 ")
    .split("\n")
    .map((line) => line.trimEnd())
    .flatMap((line) => (line === "" ? [""] : (line.match(new RegExp(`.{1,${String(WIDEST)}}`, "g")) ?? [])))
    .map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line === "" ? INDENT : `${INDENT} ${line}`));
}

/** The reason that such lines record; null when one of them has another form. */
export function reasonOf(lines: readonly string[]): string | null {
  const words: string[] = [];
  for (const line of lines) {
    if (line === INDENT) words.push("");
    else if (line.startsWith(`${INDENT} `)) words.push(line.slice(INDENT.length + 1));
    else return null;
  }
  return words.join("\n");
}

/** A value as a code span of one line, at most `limit` characters of it. */
export function span(text: string, limit = 200): string {
  const words = ascii(text.slice(0, 4 * limit)).replace(/\s+/g, " ").replaceAll("`", "'").replace(/(\\[nr])(?=#)/g, "$1 ").trim();
  const cut = words.length > limit ? `${words.slice(0, limit - 3).trimEnd()}...` : words;
  return `\`${cut === "" ? " " : cut}\``;
}

/** A name that is written without a code span: letters, digits and the signs that mean nothing anywhere. */
export function plainName(text: string, limit = 100): string {
  const words = ascii(text).replace(/@/g, " at ").replace(/[^A-Za-z0-9 .[\]_/+-]/g, "_").replace(/\s+/g, " ").trim();
  return words.slice(0, limit).trim() || "unnamed";
}
