/**
 * A repository to try Writ on: two pull requests wait, one that is right and wants a verdict, and one that is wrong.
 * Everything in it is real but GitHub, which stands in.
 */
import { PACKETS_CHECK } from "../../app/check-run.ts";
import { GATE_CHECK } from "../../app/gate/gate-check.ts";
import type { Files } from "../github/acts/commit.ts";
import type { CheckRun, Comment, PullRequest } from "../github/world/model.ts";
import { Refusal } from "../github/world/refusal.ts";
import { latest } from "../github/views/check.ts";
import { begun, brokenCrane, goodHarbour, LIGHTS, lightsAgain, mendedCrane } from "../harbour.ts";
import { Stage } from "../stage.ts";

/** Who can be played, with what they are. */
export const PEOPLE = {
  mara: "mara, who opened it and may write",
  wendy: "wendy, a maintainer: her verdict counts",
  nils: "nils, who may only read",
} as const;
export type Player = keyof typeof PEOPLE;

const POLICY = "version: 1\ngate: { mode: full }\nreports: { onPass: { status: Done, board: VALIDATED } }\n";

/** A commit that can be pushed to a pull request with one press. */
export interface Push {
  readonly label: string;
  /** What it changes, given the packet of the lights as it stands at the head. */
  readonly files: (lights: string) => Files;
}

const CRANE_BRANCH = "crane";
const LIGHTS_BRANCH = "lights";
const PUSHES: Readonly<Record<string, Push>> = {
  [CRANE_BRANCH]: { label: "Push what mends it", files: () => begun(mendedCrane()) },
  [LIGHTS_BRANCH]: {
    label: "Push another sentence to it",
    files: (lights) => ({ [LIGHTS]: lights.replace("Every lamp was", "Every lamp, that at the mole too, was") }),
  },
};

export class Playground {
  readonly #stage: Stage;

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Whoever opens it must `close` it. Both pull requests have been judged. */
  static async open(): Promise<Playground> {
    const stage = await Stage.set({ files: { ...begun(goodHarbour()), ".github/writ.yml": POLICY }, checks: [PACKETS_CHECK, GATE_CHECK] });
    const { desk } = stage;
    desk.permit("wendy", "maintain");
    await stage.push(LIGHTS_BRANCH, { [LIGHTS]: lightsAgain() }, "Look at the lights again", "mara");
    await desk.openPull(LIGHTS_BRANCH, { title: "Look at the lights again", by: "mara" });
    await stage.push(CRANE_BRANCH, begun(brokenCrane()), "Start on the crane", "mara");
    await desk.openPull(CRANE_BRANCH, { title: "Start on the crane", by: "mara" });
    await stage.settled();
    return new Playground(stage);
  }

  get pulls(): readonly PullRequest[] {
    return [...this.#stage.desk.repository.pulls.values()];
  }

  pull(number: number): PullRequest | null {
    return this.#stage.desk.repository.pulls.get(number) ?? null;
  }

  /** The newest run of each check at the head of a pull request. */
  checks({ headSha }: PullRequest): readonly CheckRun[] {
    return [...latest(this.#stage.desk.runs(headSha))].sort((a, b) => (a.name < b.name ? 1 : -1));
  }

  /** Oldest first. */
  comments({ number }: PullRequest): readonly Comment[] {
    return [...this.#stage.desk.repository.comments.values()].filter(({ issue }) => issue === number);
  }

  /** What can be pushed to it; null where nothing is offered. */
  push({ headRef, state }: PullRequest): Push | null {
    return state === "open" ? (PUSHES[headRef] ?? null) : null;
  }

  comment(pull: PullRequest, as: Player, body: string): Promise<string | null> {
    return this.#done(() => this.#stage.desk.comment(pull, body, as));
  }

  merge(pull: PullRequest, as: Player): Promise<string | null> {
    return this.#done(() => this.#stage.desk.merge(pull, "merge", as));
  }

  pushTo(pull: PullRequest, push: Push): Promise<string | null> {
    return this.#done(async () => {
      const lights = (await this.#stage.desk.file(LIGHTS, pull.headRef)) ?? "";
      await this.#stage.push(pull.headRef, push.files(lights), push.label, pull.author.login);
    });
  }

  press(run: CheckRun, identifier: string, as: Player): Promise<string | null> {
    return this.#done(() => this.#stage.press(run, identifier, as));
  }

  /** Does it, and waits for what comes of it. Null when it was done, else what GitHub says. */
  async #done(act: () => unknown): Promise<string | null> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
    await this.#stage.settled();
    return null;
  }

  abandon(): void {
    this.#stage.abandon();
  }

  close(): Promise<void> {
    return this.#stage.strike();
  }
}
