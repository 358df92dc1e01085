/**
 * Whatever becomes of the webhooks: in the end the checks are those of a world in which all of them came, once, and in
 * their order. Two worlds live through the same: one is left in peace after each step, the other is not.
 *
 * Left out, because no looking finds it: pull requests that share a head, one of which is closed without a word; and one
 * that is reopened without a word after the policy changed meanwhile.
 */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { PullRequest } from "../../src/demo/github/world/model.ts";
import { subjectOf } from "../../src/app/external-id.ts";
import { endStories, given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { runs } from "../runs.ts";
import { brokenCrane, goodHarbour } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

const CHECK = "writ/packets";
const LONGEST = 60_000;
const SLOTS = 3;

const POLICIES = {
  observe: "version: 1\ngate: { mode: observe }\n",
  strict: "version: 1\nstrict: true\n",
  wrong: "version: 1\nruels: {}\n",
} as const;
const CONTENTS = ["broken", "good", "paint"] as const;

const slot = fc.nat(SLOTS - 1);
const content = fc.constantFrom(...CONTENTS);
const anyAct = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("push" as const), slot, content, forced: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebase" as const), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close or reopen" as const), slot }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("policy" as const), policy: fc.constantFrom(...Object.keys(POLICIES) as (keyof typeof POLICIES)[]) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("main" as const) }) },
);
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

const anyTrouble = fc.oneof(
  fc.record({ kind: fc.constantFrom("none" as const, "lose" as const, "drop" as const, "double" as const, "reconcile" as const, "peace" as const) }),
  fc.record({ kind: fc.constant("reorder" as const), count: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ kind: fc.constant("delay" as const), milliseconds: fc.integer({ min: 1, max: 300 }) }),
);
type Trouble = typeof anyTrouble extends fc.Arbitrary<infer T> ? T : never;

const anySchedule = fc.array(fc.record({ act: anyAct, trouble: anyTrouble }), { minLength: 3, maxLength: 9 });

afterEach(endStories);

class World {
  readonly story: Story<Here>;
  readonly #pulls = new Map<number, PullRequest>();
  readonly #clock: { ahead: number };
  #steps = 0;

  private constructor(story: Story<Here>, clock: { ahead: number }) {
    this.story = story;
    this.#clock = clock;
  }

  static async begin(): Promise<World> {
    const clock = { ahead: 0 };
    const story = await given("harbour/pier", goodHarbour(), { app: here({ now: () => Date.now() + clock.ahead }) });
    const mara = story.person("mara", "admin");
    await mara.pushes({ "README.md": "# Release\n" }, "release");
    await story.untilQuiet(LONGEST);
    return new World(story, clock);
  }

  async live(act: Act): Promise<void> {
    const mara = this.story.person("mara");
    this.#steps += 1;
    if (act.kind === "policy") {
      await mara.pushes({ ".github/writ.yml": `# ${this.#steps}\n${POLICIES[act.policy]}` });
      return;
    }
    if (act.kind === "main") {
      await mara.pushes({ "src/rope.js": `// ${this.#steps}\n` });
      return;
    }
    const pull = this.#pulls.get(act.slot);
    if (act.kind === "push") {
      const files = { ...FILES[act.content], [`src/step-${act.slot}.js`]: `// ${this.#steps}\n` };
      if (pull === undefined) this.#pulls.set(act.slot, await mara.opens(`Slot ${act.slot}`).with(files));
      else if (pull.state === "open") await mara.mends(files, pull, act.forced ? this.story.desk.head() : undefined);
      return;
    }
    if (pull === undefined) return;
    if (act.kind === "close or reopen") {
      // To reopen without a word is left out.
      if (pull.state === "closed") this.story.standIn.webhooks.heal();
      mara.edits({ state: pull.state === "open" ? "closed" : "open" }, pull);
    } else if (pull.state === "open") mara.edits({ base: pull.baseRef === "main" ? "release" : "main" }, pull);
  }

  async meets(trouble: Trouble): Promise<void> {
    const { story } = this;
    if (trouble.kind === "lose") story.githubLoses(2);
    if (trouble.kind === "drop") story.githubDrops(2);
    if (trouble.kind === "double") story.githubDoubles(2);
    if (trouble.kind === "reorder") story.githubReorders(trouble.count);
    if (trouble.kind === "delay") story.githubDelays(trouble.milliseconds, 2);
    if (trouble.kind === "reconcile") await story.app.app.reconciler.once();
    if (trouble.kind === "peace") await story.untilQuiet(LONGEST);
  }

  /** All is well from now on, and what was lost is looked for once. */
  async heals(): Promise<void> {
    this.story.githubIsWell();
    await this.story.untilQuiet(LONGEST);
    // What failed is taken to be settled after half a minute.
    this.#clock.ahead += 60_000;
    await this.story.app.app.reconciler.once();
    await this.story.untilQuiet(LONGEST);
  }

  get checks(): unknown {
    return [...this.#pulls].sort(([a], [b]) => a - b).filter(([, { state }]) => state === "open").map(([number, pull]) => {
      const check = this.story.checkOf(pull, CHECK);
      if (check === null) return [number, null];
      const { status, conclusion, title, externalId } = check;
      // Commits of the two worlds have their own times, and so their own ids.
      const annotations = check.annotations.map((one) => ({ ...one, message: one.message.replace(/`[0-9a-f]{10}`/g, "`a commit`") }));
      return [number, { status, conclusion, title, annotations, subject: subjectOf(externalId) }];
    });
  }
}

const FILES: Readonly<Record<(typeof CONTENTS)[number], Readonly<Record<string, string>>>> = {
  broken: brokenCrane(),
  good: goodHarbour(),
  paint: { "src/paint.js": "// red\n" },
};

test("lost, dropped, doubled, reordered and late webhooks, and rounds of looking in between, come to the same checks", async () => {
  await fc.assert(
    fc.asyncProperty(anySchedule, async (schedule) => {
      const peaceful = await World.begin();
      for (const { act } of schedule) {
        await peaceful.live(act);
        await peaceful.story.untilQuiet(LONGEST);
      }
      const troubled = await World.begin();
      for (const { act, trouble } of schedule) {
        await troubled.meets(trouble);
        await troubled.live(act);
      }
      await troubled.heals();
      expect(troubled.checks).toEqual(peaceful.checks);
      await endStories();
    }),
    { ...runs(1), endOnFailure: true, interruptAfterTimeLimit: 800_000 },
  );
}, 900_000);
