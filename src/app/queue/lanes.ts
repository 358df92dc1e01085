/**
 * Whose turn it is. Every installation has a lane of its own, and lanes take turns, so that a thousand jobs of one
 * installation do not keep the single job of another waiting. Within a lane, first come, first served.
 */
import type { Job } from "./job.ts";

interface Lane {
  readonly installation: number;
  /** Keys that may run now, in the order in which they came. */
  readonly ready: Set<string>;
  running: number;
}

export class Lanes {
  /** In the order of their turns: the lane that was just served goes to the end. */
  readonly #lanes = new Map<number, Lane>();
  /** Keys that must wait, with the time they wait for. */
  readonly #delayed = new Map<string, Job>();
  /** A lower bound of the times in `#delayed`. */
  #earliest = Infinity;
  readonly #pausedUntil = new Map<number, number>();

  /** Lets a job wait for its turn, or first for its time. */
  add(job: Job, now: number): void {
    if (job.dueAt <= now) this.#lane(job.installation).ready.add(job.key);
    else {
      this.#delayed.set(job.key, job);
      this.#earliest = Math.min(this.#earliest, job.dueAt);
    }
  }

  /** Takes a waiting job out. */
  remove({ key, installation }: Job): void {
    this.#delayed.delete(key);
    const lane = this.#lanes.get(installation);
    if (lane?.ready.delete(key) === true) this.#drop(lane);
  }

  /** No job of the installation begins before `until`. */
  pause(installation: number, until: number): void {
    this.#pausedUntil.set(installation, Math.max(until, this.#pausedUntil.get(installation) ?? 0));
  }

  /** The key whose turn it is, now counted as running; null when none may begin. */
  take(now: number, perInstallation: number): string | null {
    this.#promote(now);
    for (const lane of this.#lanes.values()) {
      if (lane.running >= perInstallation || this.#isPaused(lane.installation, now)) continue;
      const [key] = lane.ready;
      if (key === undefined) continue;
      lane.ready.delete(key);
      lane.running += 1;
      this.#lanes.delete(lane.installation);
      this.#lanes.set(lane.installation, lane);
      return key;
    }
    return null;
  }

  /** A job that was taken has ended. */
  ended(installation: number): void {
    const lane = this.#lane(installation);
    lane.running -= 1;
    this.#drop(lane);
  }

  /** When something may become possible that is not now; null when only new events can bring it. */
  nextChange(now: number): number | null {
    let next = this.#delayed.size === 0 ? Infinity : this.#earliest;
    for (const [installation, until] of this.#pausedUntil) {
      if (until <= now) this.#pausedUntil.delete(installation);
      else if ((this.#lanes.get(installation)?.ready.size ?? 0) > 0) next = Math.min(next, until);
    }
    return next === Infinity ? null : next;
  }

  #promote(now: number): void {
    if (now < this.#earliest) return;
    this.#earliest = Infinity;
    for (const [key, job] of this.#delayed) {
      if (job.dueAt <= now) {
        this.#delayed.delete(key);
        this.#lane(job.installation).ready.add(key);
      } else this.#earliest = Math.min(this.#earliest, job.dueAt);
    }
  }

  #isPaused(installation: number, now: number): boolean {
    const until = this.#pausedUntil.get(installation);
    if (until === undefined) return false;
    if (until > now) return true;
    this.#pausedUntil.delete(installation);
    return false;
  }

  #lane(installation: number): Lane {
    let lane = this.#lanes.get(installation);
    if (lane === undefined) {
      lane = { installation, ready: new Set(), running: 0 };
      this.#lanes.set(installation, lane);
    }
    return lane;
  }

  #drop(lane: Lane): void {
    if (lane.ready.size === 0 && lane.running === 0) this.#lanes.delete(lane.installation);
  }
}
