/** What a packet says of itself, apart from what it tells of other packets, of waivers and of reports. */
import { dialect, type FieldName, type SectionName } from "../../packet/dialect.ts";
import { fieldLabel, fieldVocabulary, normalise } from "../../packet/vocabulary.ts";
import type { Field, IdClaim, Packet } from "../../packet/model.ts";

/** Sections whose fields speak of something else than the packet. */
const ELSEWHERE: readonly (SectionName | null)[] = ["lineage", "waivers", "priorPacket", "reports", "snapshot"];

/** The packet's own fields of that name, in order. */
export function stated(packet: Packet, name: FieldName): readonly Field[] {
  return packet.fields.filter((field) => field.name === name && !field.inReport && !ELSEWHERE.includes(field.section));
}

/** True for a field that still waits for its value: nothing, a placeholder, or the whole list of allowed values. */
export function isBlank(field: Field): boolean {
  return field.value === "" || field.placeholder || isMenu(field);
}

function isMenu(field: Field): boolean {
  const { values } = fieldVocabulary(field.name);
  if (values === undefined || !field.value.includes("|")) return false;
  return field.value.split("|").every((part) => values.includes(normalise(part)));
}

/** An explicit "nothing here". */
export function isNone(value: string): boolean {
  return dialect.none.test(value);
}

/** The places where the document states its own id; placeholders state nothing. */
export function statedIds(packet: Packet): readonly IdClaim[] {
  return packet.claims.filter((claim) => {
    if (claim.where === "file" || claim.where === "title") return true;
    const field = packet.fields.find((entry) => entry.valueSpan === claim.span);
    return field === undefined || !isBlank(field);
  });
}

/** Where an id is stated, in words. */
export function placeOf(claim: IdClaim): string {
  if (claim.where === "file") return "file name";
  return claim.where === "title" ? "title" : `field \`${fieldLabel(claim.where)}\``;
}
