/** Which documents must be plain ASCII. */
import type { AnyDocument } from "../../packet/model.ts";

/** Packets that state the version of their format, because those are read by scripts that know nothing else. */
export function mustBeAscii(document: AnyDocument): boolean {
  if (document.kind !== "packet") return false;
  return document.fields.some((field) => field.name === "formatVersion" && !field.inReport && field.value !== "");
}

/** For what weighs as much as the rule says only where a document must be plain ASCII. */
export function warnsElsewhere(document: AnyDocument): { readonly severity?: "warn" } {
  return mustBeAscii(document) ? {} : { severity: "warn" };
}
