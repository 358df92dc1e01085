/** What the template that a packet grew from asks for, and how much it weighs when it is not there. */
import { dialect, type Dialect, type FieldName, type SectionName } from "../../packet/dialect.ts";
import type { Packet } from "../../packet/model.ts";

const eras: Dialect["eras"] = dialect.eras;

type Severity = "error" | "warn" | "note";

export interface Asked<Name> {
  readonly name: Name;
  readonly severity: Severity;
}

function eraOf(packet: Packet): { readonly era: Dialect["eras"][number] | undefined; readonly age: number } {
  const age = eras.findIndex((era) => era.name === packet.era);
  return { era: eras[age], age };
}

/**
 * What every era asks for is what makes a packet a packet. The rest weighs less the older the template is, because
 * nobody completes a finished packet of long ago.
 */
function severity(isCore: boolean, age: number, packet: Packet): Severity {
  if (isCore) return age > 1 && packet.stateClass === "done" ? "warn" : "error";
  return age === 0 ? "error" : age === 1 ? "warn" : "note";
}

export function askedSections(packet: Packet): readonly Asked<SectionName>[] {
  const { era, age } = eraOf(packet);
  const core = eras.at(-1)?.sections ?? [];
  return (era?.sections ?? []).map((name) => ({ name, severity: severity(core.includes(name), age, packet) }));
}

export function askedFields(packet: Packet): readonly Asked<FieldName>[] {
  const { era, age } = eraOf(packet);
  const core = eras.at(-1)?.fields ?? [];
  return (era?.fields ?? []).map((name) => {
    const late = era?.late?.includes(name) === true;
    return { name, severity: late ? "warn" : severity(core.includes(name), age, packet) };
  });
}

export function asksForSection(packet: Packet, name: SectionName): boolean {
  return eraOf(packet).era?.sections.includes(name) === true;
}

/** Lowers a finding about a packet whose template is two or more generations old; undefined leaves it as it is. */
export function mildness(packet: Packet): { readonly severity?: "warn" } {
  return eraOf(packet).age > 1 ? { severity: "warn" } : {};
}
