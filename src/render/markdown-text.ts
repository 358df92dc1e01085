/**
 * Strangers' text inside Markdown that GitHub will render.
 *
 * Backslashes and character references are no defence: GitHub finds mentions, references to issues and commits, and
 * bare links in the text as rendered, after they are gone. It does not look into code spans. So words that are plainly
 * words stay prose and every other word goes into a code span, which also suits paths and field names.
 */
import { oneLine } from "./harmless.ts";

/** Letters, digits and punctuation that means nothing in the middle of a line, a colon only at the end. */
const PLAIN = /^[\p{L}\p{N}\p{M}.,;!?'"()/%–—…“”‘’-]+:?$/u;
/** Plain words that GitHub makes links of all the same: web addresses, `GH-12`, commit ids. */
const LINKED = /www\.|GH-\d|\b[0-9a-f]{7,40}\b/i;

/** Brackets, quotes and stops around a word: they stay outside its code span. */
const WRAPPED = /^([("'“‘]*)(.+?)([)"'”’.,;:!?]*)$/u;

/** Space; then words between backticks, words between quotation marks, or a single word. */
const TOKEN = /(\s*)(?:`([^`]+)`|"([^"`]+)"|([^\s`"]+|[`"]))/gu;

/** A text as Markdown for the middle of a line: words, and code spans for all that could mean something. */
export function prose(text: string): string {
  return pieces(oneLine(text))
    .map(({ kind, text: words, glued }) => (glued ? "" : " ") + (kind === "plain" ? words : code(words)))
    .join("")
    .trimStart();
}

/** Words of a text. `quoted` stood between backticks or quotation marks; `glued` follows without a space. */
interface Piece {
  readonly kind: "plain" | "code" | "quoted";
  readonly text: string;
  readonly glued: boolean;
}

function isPlain(word: string): boolean {
  return PLAIN.test(word) && !LINKED.test(word);
}

function pieces(text: string): readonly Piece[] {
  const out: Piece[] = [];
  const add = (kind: Piece["kind"], words: string, glued: boolean): void => {
    const last = out.at(-1);
    if (words === "") return;
    // Two code spans must not touch: their backticks would run together and close neither.
    if (last === undefined || last.kind === "plain" || kind === "plain") out.push({ kind, text: words, glued });
    else if (glued) out[out.length - 1] = { ...last, text: last.text + words };
    else if (last.kind === "code" && kind === "code") out[out.length - 1] = { ...last, text: `${last.text} ${words}` };
    else out.push({ kind, text: words, glued });
  };
  for (const [, space, ticked, quoted, word = ""] of text.matchAll(TOKEN)) {
    const glued = space === "";
    if (ticked !== undefined) add("quoted", ticked, glued);
    else if (quoted !== undefined && !quoted.split(" ").every(isPlain)) {
      add("plain", '"', glued);
      add("quoted", quoted, true);
      add("plain", '"', true);
    } else if (quoted !== undefined) add("plain", `"${quoted}"`, glued);
    else if (isPlain(word)) add("plain", word, glued);
    else {
      const [, before = "", core = word, after = ""] = WRAPPED.exec(word) ?? [];
      add("plain", before, glued);
      add("code", core, glued || before !== "");
      add("plain", after, true);
    }
  }
  return out;
}

/**
 * A text as a code span of one line. What starts or ends an HTML comment is broken up even there, because comments of
 * our own are found by their source text.
 */
export function code(text: string): string {
  const content = oneLine(text).replaceAll("<!--", "<! --").replaceAll("-->", "-- >") || " ";
  const runs = content.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = /^`|`$/.test(content) ? " " : "";
  return fence + pad + content + pad + fence;
}

/** A code span for a table's cell, where a bar would end the cell even inside code. */
export function cell(text: string): string {
  return code(text.replaceAll("\\|", "<U+005C>|")).replaceAll("|", "\\|");
}
