/**
 * Pointers from a document to lines of files, in every form that people use: `path:12`, `path:12-40`, `path:47,85`,
 * `path:12:8`, `path#L12-L20`, `path (L59)`, `path (lines 17-25, 85)`, `path::symbol`, `path "exact words"`, and `:77`
 * for another line of the file named before it on the line.
 *
 * Read from the source text, never from text nodes of a parser, which would turn parts of a path into links. What looks
 * like a citation and is in no form that is known is given back as such, so that nobody takes it for absent.
 */
import { pathBefore, type CitedPath } from "./cited-path.ts";
import type { SectionName } from "./dialect.ts";
import { readLineNumbers, type LineNumbers } from "./line-numbers.ts";
import type { Citation, Span } from "./model.ts";

/** A document with more is no document that somebody checks line by line. What comes after is one unread citation. */
export const CITATION_LIMIT = 20_000;

/** Where a line number may begin, or what else shows that the words before are a pointer. */
const ANCHOR =
  /(::)(?=[A-Za-z_])|(:)(?=~?L?\d)|(#)(?=L\d)|([,:]?[ \t]{1,2}(?:at )?\(?(?:[Ll]ines?[ \t]{1,2}|L))(?=~?\d)|(["“])(?=\S)/g;

/** Most lines hold no anchor, and this look at them is cheaper. Quotation marks matter in the evidence map only. */
const ANY_ANCHOR = /:(?:~?L?\d|:[A-Za-z_])|#L\d|[ \t(](?:[Ll]ines?[ \t]{1,2}|L)~?\d/;

/** Whether a line may hold a citation. Quick, and never false for one that does. */
export function mayCite(line: string): boolean {
  return mayCiteLines(line) || line.includes('"') || line.includes("“");
}

/** Whether a line may cite lines of a file. Quick, and never false for one that does. */
export function mayCiteLines(line: string): boolean {
  return ANY_ANCHOR.test(line);
}

/** What test runners print names lines that nobody cites. */
const TEST_OUTPUT = /^test \S.{0,400} \.\.\. \w/;

const QUOTATION = /["“]([^"“”]{2,200})["”]/y;
const SYMBOL = /[A-Za-z_]\w{0,120}(?:(?:::|\.)[A-Za-z_]\w{0,120}){0,10}/y;

/** Collects the citations of one document, line by line, in the order of the text. */
export class CitationReader {
  readonly citations: Citation[] = [];
  #section: SectionName | null = null;
  #inReport = false;

  /** `words` is a line without its marker, `offset` where it stands in the document. */
  read(words: string, offset: number, section: SectionName | null, inReport: boolean): void {
    if (this.citations.length > CITATION_LIMIT) return;
    this.#section = section;
    this.#inReport = inReport;
    const isMap = section === "evidenceMapping";
    if (!(isMap ? mayCite(words) : mayCiteLines(words))) return;
    if (TEST_OUTPUT.test(words)) return;
    let floor = 0;
    let named = "";
    ANCHOR.lastIndex = 0;
    for (let found = ANCHOR.exec(words); found !== null; found = ANCHOR.exec(words)) {
      const at = found.index;
      const [anchor, double, colon, hash, remark, quote] = found;
      // Words in quotation marks stand beside many a file; in the evidence map they are evidence.
      if (at < floor || (quote !== undefined && !isMap)) continue;
      const path = pathBefore(
        words,
        quote === undefined ? at : beforeQuotation(words, at),
        floor,
        isMap && colon !== undefined,
      );
      const behind = at + anchor.length;
      let end = 0;
      if (path === "link") end = hash === undefined ? 0 : this.#link(words, at, floor, offset);
      else if (path === null && colon !== undefined) end = this.#continue(words, at, named, offset);
      else if (path === null) end = remark === undefined ? 0 : this.#apart(words, at, behind, named, offset);
      else if (double !== undefined) end = this.#symbol(words, path, behind, offset);
      else if (quote !== undefined) end = this.#quotation(words, path, at, offset);
      else end = this.#lines(words, path, behind, remark?.includes("(") === true, offset);
      floor = Math.max(floor, end);
      if (end > 0 && path !== null && path !== "link") named = path.path;
    }
  }

  #lines(words: string, path: CitedPath, at: number, bracket: boolean, offset: number): number {
    const numbers = readLineNumbers(words, at);
    if ("why" in numbers) return this.#unread(words, path, numbers.end, numbers.why, offset);
    const end = bracket && words.charAt(numbers.end) === ")" ? numbers.end + 1 : numbers.end;
    this.#ranges(words, path.path, path, numbers, path.start, end, offset);
    return end;
  }

  /** `:77`, right where a path would stand: another line of the file before it. */
  #continue(words: string, at: number, named: string, offset: number): number {
    // Something stands before the colon that it belongs to.
    if (at > 0 && !/[\s`([,/*]/.test(words.charAt(at - 1))) return 0;
    const numbers = readLineNumbers(words, at + 1);
    if ("why" in numbers) return 0;
    if (named !== "") this.#ranges(words, named, null, numbers, at, numbers.end, offset);
    else if (words.charAt(at - 1) === "`") {
      const span = { start: offset + at, end: offset + numbers.end };
      this.#add({ raw: words.slice(at, numbers.end), span, unread: "no file is named before it on the line" });
    } else return 0;
    return numbers.end;
  }

  /** `… at line 94`: a line, but the words before it are no file. Outside evidence that is no matter. */
  #apart(words: string, at: number, behind: number, named: string, offset: number): number {
    const isEvidence = this.#inReport || this.#section === "evidenceMapping" || named !== "";
    if (!isEvidence || words.charAt(behind - 1) === "L") return 0;
    const start = at + words.slice(at, behind).search(/lines?[ \t]/i);
    const { end } = readLineNumbers(words, behind);
    const unread = "the line is not written next to its file";
    this.#add({ raw: words.slice(start, end), span: shifted({ start, end }, offset), unread });
    return end;
  }

  #ranges(
    words: string,
    name: string,
    path: CitedPath | null,
    { ranges }: LineNumbers,
    start: number,
    end: number,
    offset: number,
  ): void {
    for (const [order, range] of ranges.entries()) {
      const from = order === 0 ? start : range.span.start;
      const to = ranges.length === 1 ? end : range.span.end;
      this.#add({
        raw: words.slice(from, to),
        span: shifted({ start: from, end: to }, offset),
        path: name,
        pathSpan: order === 0 && path !== null ? shifted(path, offset) : null,
        start: range.start,
        end: range.end,
        lineSpan: shifted(range.span, offset),
        column: range.column,
        quote: order === ranges.length - 1 ? quotationBehind(words, end, offset) : null,
      });
    }
  }

  #symbol(words: string, path: CitedPath, at: number, offset: number): number {
    SYMBOL.lastIndex = at;
    const symbol = SYMBOL.exec(words)?.[0] ?? "";
    const end = at + symbol.length;
    this.#add({ ...whole(words, path, end, offset), symbol, quote: quotationBehind(words, end, offset) });
    return end;
  }

  #quotation(words: string, path: CitedPath, at: number, offset: number): number {
    QUOTATION.lastIndex = at;
    const found = QUOTATION.exec(words);
    if (found === null) return 0;
    const quote = { text: found[1] ?? "", span: { start: offset + at + 1, end: offset + at + found[0].length - 1 } };
    this.#add({ ...whole(words, path, at + found[0].length, offset), quote });
    return at + found[0].length;
  }

  #link(words: string, at: number, floor: number, offset: number): number {
    const start = Math.max(floor, words.lastIndexOf("http", at));
    const end = at + (/^#[\w-]{0,40}/.exec(words.slice(at, at + 41))?.[0].length ?? 1);
    const unread = "a web address shows another state of the file; write its path and line instead";
    this.#add({ raw: words.slice(start, end), span: shifted({ start, end }, offset), unread });
    return end;
  }

  #unread(words: string, path: CitedPath, end: number, unread: string, offset: number): number {
    this.#add({ ...whole(words, path, end, offset), unread });
    return end;
  }

  #add(parts: Partial<Citation> & Pick<Citation, "raw" | "span">): void {
    const room = CITATION_LIMIT - this.citations.length;
    if (room < 0) return;
    // Spelt out: a document has hundreds, and spreading objects of different shapes took longer than finding them.
    this.citations.push({
      raw: parts.raw,
      span: parts.span,
      path: parts.path ?? "",
      pathSpan: parts.pathSpan ?? null,
      start: parts.start ?? null,
      end: parts.end ?? null,
      lineSpan: parts.lineSpan ?? null,
      column: parts.column ?? null,
      symbol: parts.symbol ?? null,
      quote: parts.quote ?? null,
      unread: room > 0 ? (parts.unread ?? null) : `a document has at most ${String(CITATION_LIMIT)} citations`,
      section: this.#section,
      inReport: this.#inReport,
    });
  }
}

function whole(
  words: string,
  path: CitedPath,
  end: number,
  offset: number,
): Pick<Citation, "raw" | "span" | "path" | "pathSpan"> {
  const span = shifted({ start: path.start, end }, offset);
  return { raw: words.slice(path.start, end), span, path: path.path, pathSpan: shifted(path, offset) };
}

function shifted({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}

/** Where the path would have to end for the quotation at `at` to belong to it. */
function beforeQuotation(words: string, at: number): number {
  const gap = /[ \t]{0,2}[:(–-]?[ \t]{0,2}$/.exec(words.slice(Math.max(0, at - 5), at));
  return at - (gap?.[0].length ?? 0);
}

function quotationBehind(words: string, end: number, offset: number): Citation["quote"] {
  const found = /^[`*]{0,3}[ \t]{0,2}[:(–-]?[ \t]{0,2}["“]([^"“”]{2,200})["”]/.exec(words.slice(end, end + 212));
  if (found === null) return null;
  const text = found[1] ?? "";
  const start = offset + end + found[0].length - 1 - text.length;
  return { text, span: { start, end: start + text.length } };
}
