/** Blanks of the template that somebody was meant to fill in, one by one. */
import { dialect, type FieldName } from "../../packet/dialect.ts";
import { fieldNamed } from "../../packet/vocabulary.ts";
import type { Line, Packet, Placeholder } from "../../packet/model.ts";
import { isPlaceholder } from "../../packet/placeholders.ts";

export interface Blank {
  readonly blank: Placeholder;
  /** The field it is the value of, when the dialect knows the label. */
  readonly field: FieldName | null;
}

/**
 * The places where a blank is all that stands behind a label or in an item. Not those in code or reports, and not the
 * forms that the template shows below an instruction of its own.
 */
export function blanksLeft(packet: Packet): readonly Blank[] {
  const found: Blank[] = [];
  if (packet.placeholders.length === 0) return found;
  const { text } = packet.source;
  /** The items around the current line, outermost first; whether each is an instruction is found out when asked. */
  const around: { readonly line: Line; instructs?: boolean }[] = [];
  const isExample = (): boolean => around.some((item) => (item.instructs ??= isInstruction(item.line, text)));
  let next = 0;
  for (const line of packet.lines) {
    if (line.kind === "item") {
      while ((around.at(-1)?.line.depth ?? 0) >= line.depth) around.pop();
      around.push({ line });
    } else if (line.kind === "heading") {
      around.length = 0;
    }
    for (; (packet.placeholders[next]?.span.start ?? Number.POSITIVE_INFINITY) < line.span.end; next++) {
      const blank = packet.placeholders[next];
      if (blank === undefined || blank.inCode || blank.inReport || line.kind === "code") continue;
      if (line.kind !== "item" && line.kind !== "text") continue;
      const words = line.label?.value ?? text.slice(line.content, line.span.end);
      if (!isPlaceholder(words) || isExample()) continue;
      found.push({ blank, field: line.label === null ? null : fieldNamed(line.label.label) });
    }
  }
  return found;
}

function isInstruction(line: Line, text: string): boolean {
  const words = text.slice(line.content, line.span.end).trim();
  return dialect.template.some((pattern) => pattern.test(words));
}
