/**
 * Whole stories against the stand-in, told in the words of those who live them:
 *
 *     const story = await given("harbour/pier", { "README.md": "# Pier\n" }, { app: startApp });
 *     const pull = await story.person("mara").opens("Mend the crane").with({ "crane.txt": "two\n" });
 *     await story.untilQuiet();
 *     expect(story.checkOf(pull, "writ/packets")).toMatchObject({ conclusion: "success" });
 *
 * A test file says `afterEach(endStories)` once. Times are those of the machine; nothing waits for a fixed time.
 */
import type { ApiFaultRule } from "../../src/demo/github/http/faults.ts";
import type { WebhookFault } from "../../src/demo/github/hooks/webhooks.ts";
import { EVENTS, EVERYTHING, KEYS } from "../../src/demo/github/client.fixture.ts";
import type { Files } from "../../src/demo/github/acts/commit.ts";
import type { RepositoryDesk } from "../../src/demo/github/repository-desk.ts";
import { StandIn } from "../../src/demo/github/stand-in.ts";
import { latest } from "../../src/demo/github/views/check.ts";
import type {
  Annotation, App, CheckRun, Installation, Permissions, Protection, PullRequest, Role,
} from "../../src/demo/github/world/model.ts";
import type { AppUnderTest, StartApp } from "./app-under-test.ts";
import { violations } from "./contract.ts";
import { Person } from "./person.ts";
import { countRequests, isWrite } from "./requests.ts";
import type { Requests } from "./requests.ts";
import { payloadViolations } from "./webhook-contract.ts";

export interface Setting<A extends AppUnderTest = AppUnderTest> {
  /** Starts the App under test; without it nobody hears the webhooks. */
  readonly app?: StartApp<A>;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly private?: boolean;
  readonly now?: () => Date;
}

/** A check as those see it who look at a pull request. */
export interface Check {
  readonly status: CheckRun["status"];
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly externalId: string;
  /** How many runs of this name there are on the commit; the newest counts. */
  readonly runs: number;
}

/** A pull request, or a merge group. */
export interface Headed {
  readonly headSha: string;
}

const SECRET = "a secret of thirty-two characters";
const LONGEST = 20_000;
const stories: Story[] = [];

/** A repository `owner/name` of an organisation, with one commit of these files, and the App installed there. */
export async function given<A extends AppUnderTest>(
  repository: string, files: Files, setting: Setting<A> = {},
): Promise<Story<A>> {
  const standIn = await StandIn.start(setting.now === undefined ? {} : { now: setting.now });
  const [owner = ""] = repository.split("/");
  standIn.organization(owner);
  const { app, privateKey } = standIn.registerApp({
    name: "Writ", owner: "writ-makers", webhookSecret: SECRET, keys: KEYS,
    permissions: setting.permissions ?? EVERYTHING, events: setting.events ?? EVENTS,
  });
  const desk = await standIn.createRepository(repository, files, { private: setting.private ?? false });
  const registration = { githubUrl: standIn.url, appId: app.id, privateKey, webhookSecret: SECRET };
  const underTest = (await setting.app?.(registration)) ?? null;
  const story = new Story(standIn, desk, app, underTest);
  stories.push(story);
  story.listen();
  story.installation = standIn.install(app, owner);
  return story;
}

/** Ends every story that was begun. */
export async function endStories(): Promise<void> {
  for (const story of stories.splice(0)) await story.end();
}

export class Story<A extends AppUnderTest = AppUnderTest> {
  readonly standIn: StandIn;
  readonly desk: RepositoryDesk;
  readonly registered: App;
  readonly #app: A | null;
  #latest: PullRequest | null = null;
  #installation: Installation | null = null;

  constructor(standIn: StandIn, desk: RepositoryDesk, registered: App, app: A | null) {
    this.standIn = standIn;
    this.desk = desk;
    this.registered = registered;
    this.#app = app;
  }

  get app(): A {
    if (this.#app === null) throw new Error("this story has no App");
    return this.#app;
  }

  get installation(): Installation {
    if (this.#installation === null) throw new Error("the App is not installed yet");
    return this.#installation;
  }

  set installation(installation: Installation) {
    this.#installation = installation;
  }

  /** The pull request that was opened last. */
  get latest(): PullRequest {
    if (this.#latest === null) throw new Error("nobody has opened a pull request yet");
    return this.#latest;
  }

  set latest(pull: PullRequest) {
    this.#latest = pull;
  }

  /** Somebody; with a role in the repository if one is said. */
  person(login: string, role?: Role): Person {
    this.standIn.user(login);
    if (role !== undefined) this.desk.permit(login, role);
    return new Person(this, login);
  }

  /** A branch takes only what passed these checks of our App, besides what else is said. */
  requires(checks: readonly string[], rules: Partial<Protection> = {}, branch = this.desk.repository.defaultBranch): void {
    this.desk.protect(branch, { ...rules, checks: checks.map((context) => ({ context, appId: this.registered.id })) });
  }

  /** The newest check of a name on a head, or null. */
  checkOf({ headSha }: Headed, name: string): Check | null {
    const all = this.desk.runs(headSha).filter((run) => run.name === name && run.app === this.registered);
    const run = latest(all)[0];
    if (run === undefined) return null;
    const { status, conclusion, output, annotations, externalId } = run;
    return { status, conclusion, ...output, annotations: [...annotations], externalId, runs: all.length };
  }

  /** As `checkOf`, for those who press its buttons; throws when there is none. */
  runOf({ headSha }: Headed, name: string): CheckRun {
    const run = this.desk.runs(headSha).findLast((one) => one.name === name);
    if (run === undefined) throw new Error(`there is no check ${name} on ${headSha}`);
    return run;
  }

  /** Deliveries never come, and GitHub's log knows nothing of them. */
  githubLoses(deliveries: number, event?: string): void {
    this.#webhooksFail({ kind: "lose" }, deliveries, event);
  }

  /** Deliveries never come, and stand in GitHub's log as failed. */
  githubDrops(deliveries: number, event?: string): void {
    this.#webhooksFail({ kind: "drop" }, deliveries, event);
  }

  githubDoubles(deliveries: number, event?: string): void {
    this.#webhooksFail({ kind: "duplicate" }, deliveries, event);
  }

  /** The next deliveries come last one first; when there are fewer, as soon as all is quiet. */
  githubReorders(deliveries: number): void {
    this.#webhooksFail({ kind: "reorder", count: deliveries }, deliveries);
  }

  githubDelays(milliseconds: number, deliveries: number, event?: string): void {
    this.#webhooksFail({ kind: "delay", milliseconds }, deliveries, event);
  }

  /** The API goes wrong. */
  githubFails(rule: ApiFaultRule): void {
    this.standIn.server.faults.add(rule);
  }

  githubIsWell(): void {
    this.standIn.server.faults.heal();
    this.standIn.webhooks.heal();
  }

  /**
   * Kills the App when it sends the nth write from now (the first is 1), either before GitHub sees the write or, when
   * `applied`, after GitHub carried it out and before the App hears of it.
   */
  killsAppAtWrite(nth: number, applied: boolean): void {
    this.githubFails({
      fault: { kind: "cut", applied }, after: nth - 1, times: 1, then: () => this.app.kill(),
      when: ({ method, route, body }) => isWrite(method, route, queryOf(route, body)),
    });
  }

  /** Starts the App again after it was killed. */
  async restartsApp(): Promise<void> {
    await this.app.restart();
    this.listen();
  }

  /** Webhooks go where the App is now. */
  listen(): void {
    if (this.#app !== null) this.registered.webhookUrl = `${this.#app.url}/api/github/webhooks`;
  }

  /** What the App asks of GitHub while something happens; until all is quiet again. */
  async countsRequests(during: () => unknown): Promise<Requests> {
    const { exchanges } = this.standIn.server;
    const before = exchanges.length;
    await during();
    await this.untilQuiet();
    return countRequests(exchanges.slice(before));
  }

  /** Waits until no delivery is on its way, the App is idle, and nothing came of it. Throws when it takes too long. */
  async untilQuiet(milliseconds = LONGEST): Promise<void> {
    const { webhooks, server } = this.standIn;
    const end = performance.now() + milliseconds;
    for (let seen = -1; ; ) {
      if (performance.now() > end) {
        throw new Error(`no quiet after ${milliseconds} ms: ${webhooks.pending} deliveries and ${server.pending} requests wait`);
      }
      if (webhooks.held > 0 && webhooks.held === webhooks.pending) webhooks.release();
      if (webhooks.pending > 0 || server.pending > 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      await this.#app?.idle();
      const happened = server.answered + webhooks.log.length;
      if (happened === seen && webhooks.pending === 0 && server.pending === 0) return;
      seen = happened;
    }
  }

  /** What was asked, answered or told in another way than GitHub describes it, one sentence each. */
  violations(): string[] {
    const { server, webhooks } = this.standIn;
    // What is still being put together is not there yet.
    const told = webhooks.log.filter(({ body }) => body !== "");
    return [...server.exchanges.flatMap(violations), ...told.flatMap(payloadViolations)];
  }

  async end(): Promise<void> {
    if (this.#app !== null) await (this.#app.close?.() ?? this.#app.kill());
    await this.standIn.stop();
  }

  #webhooksFail(fault: WebhookFault, times: number, event?: string): void {
    this.standIn.webhooks.fault({ fault, times, ...(event === undefined ? {} : { event }) });
  }
}

function queryOf(route: string, body: Buffer | null): unknown {
  if (route !== "/graphql" || body === null) return undefined;
  return (JSON.parse(body.toString()) as { query?: unknown }).query;
}
