/**
 * A pull request whose check takes several requests, opened while the App is killed with SIGKILL at a given write: what
 * is there at the end is to be what would be there had nothing happened.
 */
import { createHash } from "node:crypto";
import type { PullRequest } from "../../src/demo/github/world/model.ts";
import { given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import type { Person } from "../github/person.ts";
import { CRANE, file, goodHarbour } from "./harbour.ts";
import { OwnProcess } from "./own-process.ts";

const CHECK = "writ/packets";
const GATE = "writ/gate";
/** Each as wrong as the crane: more findings than two requests take. */
const CRANES = 10;
const LONGEST_MS = 60_000;

export interface End {
  /** The newest run of the check, without what names this one pull request. */
  readonly check: unknown;
  readonly runs: number;
  /** Points that were passed, deaths among them. */
  readonly passed: readonly string[];
}

export class Deaths {
  readonly story: Story<OwnProcess>;
  readonly #mara: Person;
  #pulls = 0;

  private constructor(story: Story<OwnProcess>) {
    this.story = story;
    this.#mara = story.person("mara", "write");
  }

  static async begin(): Promise<Deaths> {
    const story = await given("harbour/pier", goodHarbour(), { app: OwnProcess.start });
    await story.untilQuiet();
    return new Deaths(story);
  }

  /** The App dies at the nth write after a pull request was opened, and begins another life; it lives on when 0. */
  diesAt(nth: number): Promise<End> {
    return this.#play(() => this.story.app.diesAt(nth), () => undefined);
  }

  /** The App dies so long after the pull request was opened, wherever it is then. */
  diesAfter(milliseconds: number): Promise<End> {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      timer = setTimeout(() => void this.story.app.kill(), milliseconds);
    };
    // A life that was shorter than that is not the next one's death.
    return this.#play(arm, () => clearTimeout(timer));
  }

  async #play(arm: () => unknown, disarm: () => void): Promise<End> {
    const { story } = this;
    const before = story.app.diary.length;
    const { log } = story.standIn.webhooks;
    const delivered = log.length;
    await arm();
    this.#pulls += 1;
    const pull = await this.#mara.opens(`Cranes, try ${this.#pulls}`).with(cranes());
    await story.untilQuiet();
    disarm();
    const died = !story.app.alive;
    if (died) {
      // What GitHub knows to have arrived is for the queue alone to remember; all else is for the reconciler to find.
      const arrived = log.slice(delivered).some(({ event, outcome }) => event === "pull_request" && outcome?.status === 202);
      await story.app.restart(!arrived);
      story.listen();
      await this.#untilRight(pull);
    } else await story.app.diesAt(0);
    const check = story.checkOf(pull, CHECK);
    const gate = story.checkOf(pull, GATE);
    const { summary, externalId, runs, ...rest } = check ?? { summary: "", externalId: "", runs: 0 };
    const told = (summary ?? "").replace(/Trace: .*/, "").replaceAll(pull.headSha, "HEAD");
    const said = createHash("sha256").update(told).digest("hex");
    const subject = externalId.replace(` said:${/[0-9a-f]{16}$/.exec(externalId)?.[0] ?? ""}`, "").replace(`:${pull.number},`, ":N,");
    return { check: { ...rest, said, subject, gate: gate?.conclusion ?? null }, runs: Math.max(runs, gate?.runs ?? 0), passed: story.app.diary.slice(before) };
  }

  /** The design allows a minute after a restart. */
  async #untilRight(pull: PullRequest): Promise<void> {
    const end = performance.now() + LONGEST_MS;
    while (this.story.checkOf(pull, GATE)?.status !== "completed" && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await this.story.untilQuiet();
  }

  /** Runs of the whole repository that nobody ended. */
  get unfinished(): number {
    return [...this.story.desk.repository.runs.values()].filter(({ status }) => status !== "completed").length;
  }
}

function cranes(): Record<string, string> {
  const name = (index: number): string => CRANE.replace("Harbour-Crane", `Harbour-Crane-${String.fromCharCode(65 + index)}`);
  return Object.fromEntries(Array.from({ length: CRANES }, (_, index) => [name(index), file(CRANE)]));
}
