/** Markdown as GitHub shows it, nearly. What strangers wrote can do nothing: HTML comes out as text, links go nowhere bad. */
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

const EXTENSIONS = [gfm()];
const HTML_EXTENSIONS = [gfmHtml()];
/** The marks by which Writ knows its own comments again. */
const HIDDEN = /^<!--[^]*?-->\n?/;
/** Of all HTML these are let through, without attributes: they only fold text. */
const FOLDS = /&lt;(\/?(?:details|summary))&gt;/g;

/** HTML. */
export function markdownHtml(text: string): string {
  const html = micromark(text.replace(HIDDEN, ""), { extensions: EXTENSIONS, htmlExtensions: HTML_EXTENSIONS });
  return html.replace(FOLDS, "<$1>");
}
