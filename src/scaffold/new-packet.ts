/** What a new packet or stub consists of: which files, where, with which text. */
import { UserError } from "../errors.ts";
import { dialect } from "../packet/dialect.ts";
import { readId } from "../packet/vocabulary.ts";
import { documentKind } from "../policy/layout.ts";
import type { Layout } from "../policy/policy.ts";
import { quoted } from "../policy/quoted.ts";
import { fillTemplate, readTemplate } from "./template.ts";

/** The generation of the packet format that the template follows. */
const FORMAT = "2026-02-01";

/** A value that somebody has to find out. */
const PENDING = "<pending>";

export interface Order {
  readonly id: string;
  readonly kind: "packet" | "stub";
  readonly layout: Layout;
  /** Every path of the repository. */
  readonly paths: ReadonlySet<string>;
  readonly now: Date;
  /** The commit that the work starts from; null before the first commit. */
  readonly mergeBase: string | null;
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files to write, in that order: for a packet its refinement, where there is none yet, and the packet itself.
 * Throws UserError for an id that is none, and for one whose base is taken.
 */
export function newFiles(order: Order): readonly NewFile[] {
  const { base } = checkId(order.id);
  refuseTaken(order, base);
  return draftFiles(order, base);
}

/** The same for an id that is known to be free. `fit` makes the packet's template fit, before it is filled in. */
export function draftFiles(order: Order, base: string, fit: (template: string) => string = same): readonly NewFile[] {
  const { id, kind, layout, paths, now, mergeBase } = order;
  const refinement = `${layout.refinements}/${id}.md`;
  const values = {
    id,
    base,
    time: `${now.toISOString().slice(0, 19)}Z`,
    mergeBase: mergeBase ?? PENDING,
    format: FORMAT,
    refinement,
    specPointer: layout.specPointer ?? PENDING,
  };
  const file = (template: "packet" | "stub" | "refinement", path: string): NewFile => ({
    path,
    text: fillTemplate(template === "packet" ? fit(readTemplate(template)) : readTemplate(template), values),
  });
  if (kind === "stub") return [file("stub", `${layout.stubs}/${id}.md`)];
  const bound = paths.has(refinement) ? [] : [file("refinement", refinement)];
  return [...bound, file("packet", `${layout.packets}/${id}.md`)];
}

function same(template: string): string {
  return template;
}

function checkId(id: string): { readonly base: string } {
  const { form, dateStamp, example } = dialect.ids;
  const read = readId(id);
  if (read === null || !form.test(id)) {
    throw new UserError(
      `${quoted(id, 100)} is no packet id; one is \`WP-\`, the number of a phase, and a name of letters, digits, ` +
        `dots and dashes, such as \`${example}\``,
    );
  }
  if (dateStamp.test(id)) {
    const counted = `${read.base.replace(dateStamp, "")}-v2`;
    throw new UserError(`${quoted(id, 100)} ends in a date; a revision is counted instead, as in \`${counted}\``);
  }
  return read;
}

/** One base, one packet: the next revision has to carry over what the one before promised. */
function refuseTaken({ id, kind, layout, paths }: Order, base: string): void {
  const taken = documents(layout, paths, base);
  const same = taken.find((document) => document.id === id && document.kind === kind);
  if (same !== undefined) {
    throw new UserError(`${quoted(same.path, 200)} exists already, and nothing is ever overwritten; edit that one`);
  }
  const packets = taken.filter((document) => document.kind === "packet");
  const newest = packets.sort((a, b) => b.version - a.version)[0];
  if (newest !== undefined) {
    const next = `${base}-v${Math.max(1, newest.version) + 1}`;
    const hint = `its next revision is \`${next}\`, which \`writ revise ${base}\` starts with a LINEAGE_AUDIT`;
    throw new UserError(`${quoted(base)} has a packet already, ${quoted(newest.path, 200)}; ${hint}`);
  }
  const version = readId(id)?.version ?? null;
  if (version !== null && version > 1) {
    throw new UserError(`there is nothing yet that ${quoted(id)} could revise; call the first one \`${base}-v1\``);
  }
  const stub = taken[0];
  if (kind === "stub" && stub !== undefined) {
    const where = quoted(stub.path, 200);
    throw new UserError(`${quoted(base)} has a stub already, ${where}; edit that one, or choose another name`);
  }
}

interface Taken {
  readonly id: string;
  readonly kind: "packet" | "stub";
  readonly path: string;
  /** 0 for an id without a revision mark. */
  readonly version: number;
}

/** Packets and stubs of a base. Ids are compared whole: one name may begin like another. */
function documents(layout: Layout, paths: ReadonlySet<string>, base: string): Taken[] {
  const found: Taken[] = [];
  for (const path of paths) {
    const kind = documentKind(layout, path);
    if (kind !== "packet" && kind !== "stub") continue;
    const stem = path.replace(/\/packet\.md$|\.md$/, "");
    const id = stem.slice(stem.lastIndexOf("/") + 1);
    const read = readId(id);
    if (read?.base === base) found.push({ id, kind, path, version: read.version ?? 0 });
  }
  return found;
}
