/**
 * What a region of a packet says, free of how it is written: one statement for each item, paragraph, line of code or
 * table row. Blanks, emphasis, bullet marks, ticks, kinds of quotes and dashes, damage to the encoding, and the place
 * of the governance folders do not count as words.
 */
import { dialect } from "../../packet/dialect.ts";
import type { Damage, Line, Packet, Section, Span } from "../../packet/model.ts";
import { trimOf } from "../../packet/trim.ts";
import { LAYOUT_NAMES, LAYOUTS } from "../../policy/layout.ts";
import { covering, holding } from "../../packet/search.ts";

export interface Statement {
  /** As written, for messages. */
  readonly text: string;
  readonly span: Span;
  /** The words, one blank between them. Equal words mean an equal statement. */
  readonly words: string;
  /** The words without anything that damage to the encoding may have touched. */
  readonly loose: string;
  /** Something in it is damaged, or is of the kind that damage destroys: then equal loose words are enough. */
  readonly fragile: boolean;
}

/**
 * Statements of the sections, in order. Sections that lie in them, and for which `isApart` is true, are left out, and
 * so is recorded text.
 */
export function statementsOf(
  packet: Packet,
  sections: readonly Section[],
  isApart: (section: Section) => boolean,
): readonly Statement[] {
  const reader = new StatementReader(packet);
  const inner = new Set(sections.flatMap(linesOf));
  const apart = packet.sections.filter((section) => inner.has(section.firstLine - 1) && isApart(section));
  const left = new Set(apart.flatMap((section) => [section.firstLine - 1, ...linesOf(section)]));
  for (const section of sections) {
    const own = packet.lines[section.firstLine - 1];
    if (own !== undefined && section.body.start < own.span.end) reader.begin(section.body.start, own.span.end);
    for (const index of linesOf(section)) {
      const line = packet.lines[index];
      if (line !== undefined && !left.has(index)) reader.read(line);
    }
    reader.close();
  }
  return reader.statements;
}

function linesOf(section: Section): readonly number[] {
  return Array.from({ length: section.endLine - section.firstLine }, (_, index) => section.firstLine + index);
}

class StatementReader {
  readonly statements: Statement[] = [];
  readonly #packet: Packet;
  readonly #isRecorded: (offset: number) => boolean;
  readonly #isDamaged: (span: Span) => boolean;
  readonly #mends: ReadonlyMap<number, Damage>;
  #open: { text: string; start: number; end: number } | null = null;

  constructor(packet: Packet) {
    this.#packet = packet;
    this.#isRecorded = covering(packet.appendOnly);
    this.#isDamaged = holding(packet.damage.map((damage) => damage.span));
    const mojibake = packet.damage.filter((damage) => damage.kind === "mojibake" && damage.replacement !== null);
    this.#mends = new Map(mojibake.map((damage) => [damage.span.start, damage]));
  }

  read(line: Line): void {
    if (this.#isRecorded(line.span.start)) return;
    if (line.kind === "blank" || line.kind === "fence" || line.kind === "rule" || line.kind === "html") this.close();
    else if (line.kind === "text" && this.#open !== null) {
      this.#open.text += ` ${this.#mended(line.content, line.span.end)}`;
      this.#open.end = line.span.end;
    } else this.begin(line.content, line.span.end);
  }

  begin(start: number, end: number): void {
    this.close();
    this.#open = { text: this.#mended(start, end), start, end };
  }

  close(): void {
    if (this.#open === null) return;
    const { text, start, end } = this.#open;
    this.#open = null;
    const bare = text.trim();
    const words = wordsOf(bare);
    if (words === "" || dialect.template.some((pattern) => pattern.test(bare))) return;
    this.statements.push({
      text: bare,
      span: { start, end },
      words,
      loose: wordsOf(bare.replace(DESTRUCTIBLE, "").replace(/\?+|\bA(?=\d)/g, "")),
      fragile: LOSSY.test(bare) || SYMBOL.test(bare) || this.#isDamaged({ start, end }),
    });
  }

  /** The text with every damage undone that can be. */
  #mended(start: number, end: number): string {
    const { text } = this.#packet.source;
    if (!this.#isDamaged({ start, end })) return text.slice(start, end);
    let words = "";
    for (let at = start; at < end; ) {
      const mend = this.#mends.get(at);
      words += mend?.replacement ?? text.charAt(at);
      at = mend?.span.end ?? at + 1;
    }
    return words;
  }
}

/** What a character becomes that an encoding did not know. */
const LOSSY = /\?{2,}|\ufffd/;
/** Neither ASCII nor a letter or number of any script. */
const SYMBOL = /[^\x20-\x7e\p{L}\p{N}\s]/u;
const SYMBOLS = new RegExp(SYMBOL, "gu");
/** What the tools of old destroyed: symbols, and Latin letters with accents. Other scripts were never in their way. */
const DESTRUCTIBLE = /(?![\x20-\x7e\s])(?:\p{Script=Latin}|[^\p{L}\p{N}])/gu;

/** How the same is written without characters outside ASCII. */
const ASCII: Readonly<Record<string, string>> = {
  "\u2264": "<=",
  "\u2265": ">=",
  "\u2260": "!=",
  "\u00d7": "x",
  "\u2190": "<-",
  "\u2192": "->",
  "\u21d2": "=>",
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
};

function wordsOf(text: string): string {
  const plain = withoutComments(text)
    .normalize("NFKC")
    .replace(/[\u00d7\u2010-\u2265]/g, (character) => ASCII[character] ?? character)
    .replace(SYMBOLS, "")
    .replaceAll("`", "")
    .replace(/(?<![\w/*])(\*{1,3})(?=[^\s*])([^*]+)\1(?![\w/*])/g, "$2")
    .replace(/(?<!\w)(_{1,2})(?=[^\s_])([^_]+)\1(?!\w)/g, "$2")
    .replace(GOVERNANCE, "")
    .replace(TO_COME, "");
  return plain
    .split(/\s+/)
    .map((word) => trimOf(word, "\"'([{", "\"')]},.;:!"))
    .filter((word) => !/^-*$/.test(word))
    .join(" ");
}

function withoutComments(text: string): string {
  let rest = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("<!--", at);
    const end = start < 0 ? -1 : text.indexOf("-->", start);
    if (end < 0) return rest + text.slice(at);
    rest += `${text.slice(at, start)} `;
    at = end + 3;
  }
}

/** Says of a path that it is not there yet, which the work itself makes untrue. */
const TO_COME = /\s\((?:new|new file|to be created|to be added)\)\s*$/i;

/** Where a path into the governance folders of any layout begins: moving them rewrites packets, and says nothing. */
const GOVERNANCE = governancePrefixes();

function governancePrefixes(): RegExp {
  const parents = LAYOUT_NAMES.flatMap((name) => Object.values(LAYOUTS[name])).map((place) =>
    place.slice(0, place.lastIndexOf("/") + 1),
  );
  const longestFirst = [...new Set(parents)].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((parent) => parent.replace(/[.\\+*?()[\]{}|^$]/g, "\\$&"));
  return new RegExp(`(?<![\\w./-])(?:${escaped.join("|")})(?=[\\w.])`, "g");
}
