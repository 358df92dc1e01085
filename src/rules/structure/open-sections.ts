/** The sections of a packet that a rule may find fault with. */
import type { SectionName } from "../../packet/dialect.ts";
import type { Packet, Section } from "../../packet/model.ts";

/** The known sections by name, each with all the places where it stands, in order. */
export function sectionsByName(packet: Packet): ReadonlyMap<SectionName, readonly Section[]> {
  const found = new Map<SectionName, Section[]>();
  for (const section of packet.sections) {
    if (section.name === null) continue;
    const same = found.get(section.name);
    if (same === undefined) found.set(section.name, [section]);
    else same.push(section);
  }
  return found;
}

/** Without those that lie inside another of them: what is said of the whole need not be said of its parts. */
export function outermost(sections: readonly Section[]): readonly Section[] {
  const ordered = [...sections].sort((a, b) => a.heading.start - b.heading.start);
  let end = -1;
  return ordered.filter((section) => {
    if (section.heading.start < end) return false;
    end = section.body.end;
    return true;
  });
}
