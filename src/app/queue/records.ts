/** How jobs and deliveries are written down. Keys sort so that what belongs together lies together. */
import { z } from "zod";
import { jobSchema } from "./job.ts";
import type { Job } from "./job.ts";
import type { Delivery } from "./port.ts";
import type { Change, Store } from "./store.ts";

const JOB = "job!";
const SEEN = "seen!";
const AGE = "age!";

const seenSchema = z.object({ event: z.string(), at: z.number(), keys: z.array(z.string()) });
/** A delivery that was taken, and the jobs it asked for. */
export type Seen = z.infer<typeof seenSchema>;

export function jobChange(job: Job): Change {
  return { key: JOB + job.key, value: job };
}

/** The second entry lets old deliveries be found without reading the young ones. */
export function seenChanges({ guid, event }: Delivery, at: number, keys: readonly string[]): readonly Change[] {
  return [
    { key: SEEN + guid, value: { event, at, keys: [...keys] } satisfies Seen },
    { key: `${AGE}${stamp(at)}!${guid}`, value: 0 },
  ];
}

export async function readSeen(store: Store, guid: string): Promise<Seen | null> {
  return seenSchema.safeParse(await store.get(SEEN + guid)).data ?? null;
}

export async function readJob(store: Store, key: string): Promise<Job | null> {
  return jobSchema.safeParse(await store.get(JOB + key)).data ?? null;
}

/** All jobs. What cannot be read is told to `unreadable` and left where it is, for somebody to look at. */
export async function readJobs(store: Store, unreadable: (key: string) => void): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for await (const [key, value] of store.range(JOB)) {
    const { data } = jobSchema.safeParse(value);
    if (data === undefined || JOB + data.key !== key) unreadable(key);
    else jobs.push(data);
  }
  return jobs;
}

/** What removes deliveries taken before `time` and jobs that ended before it; at most `most` of each. */
export async function oldChanges(store: Store, time: number, most: number): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for await (const [key] of store.range(AGE, AGE + stamp(time))) {
    changes.push({ key, value: null }, { key: SEEN + key.slice(AGE.length + STAMP + 1), value: null });
    if (changes.length >= 2 * most) break;
  }
  let jobs = 0;
  for await (const [key, value] of store.range(JOB)) {
    const job = jobSchema.safeParse(value).data;
    if (job === undefined || (job.state !== "done" && job.state !== "poisoned")) continue;
    if ((job.history.at(-1)?.at ?? 0) >= time) continue;
    changes.push({ key, value: null });
    jobs += 1;
    if (jobs >= most) break;
  }
  return changes;
}

/** The key of the job that a change is about; null when it is about something else. */
export function jobKey({ key }: Change): string | null {
  return key.startsWith(JOB) ? key.slice(JOB.length) : null;
}

const STAMP = 16;

function stamp(time: number): string {
  return String(Math.max(0, Math.floor(time))).padStart(STAMP, "0");
}
