/**
 * What a check run is about, in its `external_id`: GitHub gives it back with every event about the run, also where it
 * does not name the pull request, as for forks. It is short, and read as if a stranger had written it.
 */
import { z } from "zod";

const ref = z.string().min(1).max(1024);
const subjectSchema = z.union([
  z.strictObject({ pull: z.number().int().positive(), base: ref }),
  z.strictObject({ group: ref, base: ref }),
  z.strictObject({ push: ref }),
]);
/** A pull request and the branch it goes into, a merge group's ref and the branch it goes into, or a pushed ref. */
export type CheckSubject = z.infer<typeof subjectSchema>;

const MARK = "writ/1 ";
const SAID = /^ said:[0-9a-f]{16}$/;

/** `said` is a fingerprint of what the run says, 16 hex digits: a run that says it already need not be made again. */
export function externalId(subject: CheckSubject, said: string): string {
  return `${MARK}${JSON.stringify(subjectSchema.parse(subject))} said:${said}`;
}

/** True when both are about one pull request, group or branch, wherever that goes: one job at a time reports either. */
export function isSameThing(one: CheckSubject, other: CheckSubject): boolean {
  if ("pull" in one) return "pull" in other && one.pull === other.pull;
  if ("group" in one) return "group" in other && one.group === other.group;
  return "push" in other && one.push === other.push;
}

/** Null for everything that `externalId` has not written. */
export function subjectOf(externalId: string | null | undefined): CheckSubject | null {
  if (externalId?.startsWith(MARK) !== true) return null;
  const end = externalId.lastIndexOf("}") + 1;
  if (!SAID.test(externalId.slice(end))) return null;
  try {
    return subjectSchema.safeParse(JSON.parse(externalId.slice(MARK.length, end))).data ?? null;
  } catch {
    return null;
  }
}
