/** Mirrors over real Git and HTTP: fetched when needed, never half, and gone when there is no room. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { RepositoryDesk } from "../../demo/github/repository-desk.ts";
import { remote } from "../github/remote.fixture.ts";
import type { Remote } from "../github/remote.fixture.ts";
import { git, scratch, writeFiles } from "../../snapshot/git.fixture.ts";
import { MirrorFault } from "./faults.ts";
import { Mirrors } from "./mirrors.ts";
import type { MirrorOrigin, MirrorsOptions } from "./mirrors.ts";

const PACK = "/:owner/:repo.git/git-upload-pack";
const REFS = "/:owner/:repo.git/info/refs";
const NOWHERE = "1".repeat(40);

let place: Remote;
const { folder, remove } = scratch();
let folders = 0;
beforeAll(async () => {
  place = await remote();
});
afterAll(async () => {
  await place.close();
  remove();
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.scene.standIn.server.faults.heal();
});

const opened = (options: Partial<MirrorsOptions> = {}): Promise<Mirrors> =>
  Mirrors.open({ folder: join(folder, `m${(folders += 1)}`), ...options });

function originOf(desk: RepositoryDesk, signal?: AbortSignal): MirrorOrigin {
  const { id, fullName } = desk.repository;
  const token = () => place.clients.gitToken(place.scene.installation.id, id);
  return { repository: id, url: `${place.config.github.web}/${fullName}.git`, token, signal };
}

/** How often Git asked for objects since the last time. */
const fetches = (): number => place.counted()[`GET ${REFS}`] ?? 0;

/** Brings commits and gives the mirror back. */
async function brought(mirrors: Mirrors, desk: RepositoryDesk, ...commits: string[]): Promise<void> {
  const mirror = mirrors.lease(originOf(desk));
  try {
    await mirror.bring(commits);
  } finally {
    await mirror.release();
  }
}

const noise = (bytes: number): string => Array.from({ length: bytes / 8 }, () => Math.random().toString(36).slice(2, 10)).join("");

describe("a mirror", () => {
  it("is fetched when a commit is not there, and only then", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    fetches();
    const mirror = mirrors.lease(originOf(desk));
    expect([await mirror.holds(desk.head()), fetches()]).toEqual([false, 0]);
    const repository = await mirror.bring([desk.head()]);
    expect([(await repository.commits(null, desk.head(), 9)).length, fetches()]).toEqual([1, 1]);
    await mirror.bring([desk.head()]);
    await brought(mirrors, desk, desk.head());
    expect(fetches()).toBe(0);
    const next = await desk.push("main", { a: "2" });
    expect(await mirror.holds(next)).toBe(false);
    await mirror.bring([next]);
    expect([(await repository.commits(null, next, 9)).length, fetches()]).toEqual([2, 1]);
    await mirror.release();
    await expect(mirror.bring([next])).rejects.toThrow(MirrorFault);
  });

  it("is fetched by one at a time, for all who want the same", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    fetches();
    await Promise.all([1, 2, 3].map(() => brought(mirrors, desk, desk.head())));
    expect(fetches()).toBe(1);
  });

  it("brings heads of forks, what was pushed away, and branches that stand where others stood", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    await desk.push("crane", { b: "1" });
    await brought(mirrors, desk, desk.head());
    const fork = await desk.fork("theo");
    await fork.push("fix", { c: "1" });
    const pull = await desk.openPull("fix", { from: fork });
    await desk.deleteBranch("crane");
    await desk.push("crane/arm", { b: "2" });
    const old = desk.head();
    await desk.reset("main", await desk.push("other", { d: "1" }));
    const mirror = mirrors.lease(originOf(desk));
    const repository = await mirror.bring([pull.headSha, old, desk.head("crane/arm")]);
    expect(await repository.mergeBase(pull.headSha, desk.head())).toBe(old);
    expect((await mirror.refreshed()).bare).toBe(true);
    await mirror.release();
  });

  it("says which commit GitHub does not give, and stays as it was", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    await brought(mirrors, desk, desk.head());
    await expect(brought(mirrors, desk, NOWHERE)).rejects.toMatchObject({ name: "MirrorFault", reason: "missing" });
    fetches();
    await brought(mirrors, desk, desk.head());
    expect(fetches()).toBe(0);
  });

  it("keeps the token out of arguments, addresses and files", async () => {
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    const shim = join(folder, "shim");
    const real = join(git(folder, "--exec-path"), "git");
    writeFiles(shim, { git: { executable: `#!/bin/sh\necho "$@" >> ${shim}/log\nexec ${real} "$@"\n` } });
    vi.stubEnv("PATH", `${shim}${delimiter}${process.env["PATH"] ?? ""}`);
    const mirrors = await opened();
    await brought(mirrors, desk, desk.head());
    const secret = (await originOf(desk).token()).reveal();
    const log = readFileSync(join(shim, "log"), "utf8");
    const told = (...what: string[]): string => spawnSync("grep", ["-rlF", ...what, folder], { encoding: "utf8" }).stdout;
    expect(log).toContain(`fetch --quiet`);
    for (const form of [secret, Buffer.from(`x-access-token:${secret}`).toString("base64")]) {
      expect(log).not.toContain(form);
      expect(told("-e", form)).toBe("");
    }
    expect(told("-e", "bare = true")).toContain("config");
  });

  it("sends the token nowhere that the server names", async () => {
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    const { createServer } = await import("node:http");
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.url ?? ""} ${request.headers.authorization ?? "nothing"}`);
      const target = `${place.config.github.web}/${desk.repository.fullName}.git/info/refs?service=git-upload-pack`;
      response.writeHead(302, { location: target }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    fetches();
    const mirror = (await opened()).lease({ ...originOf(desk), url: `http://127.0.0.1:${port}/x/y.git` });
    await expect(mirror.bring([])).rejects.toThrow();
    await mirror.release();
    expect([seen.length, fetches()]).toEqual([1, 0]);
    server.close();
    for (const url of ["file:///etc", "ext::true", "/tmp"]) {
      const other = (await opened()).lease({ ...originOf(desk), url });
      await expect(other.bring([]), url).rejects.toThrow();
      await other.release();
    }
  });
});

describe("a fetch that fails", () => {
  const refused = async (mirrors: Mirrors, desk: RepositoryDesk, expected: object, ...commits: string[]): Promise<void> =>
    expect(brought(mirrors, desk, ...commits)).rejects.toMatchObject(expected);

  it("because GitHub refuses, says what can be done, and leaves the mirror", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    await brought(mirrors, desk, desk.head());
    const next = await desk.push("main", { a: "2" });
    const fails = (status: number, message = "no"): void => {
      place.scene.standIn.server.faults.heal();
      place.scene.standIn.server.faults.add({ route: REFS, fault: { kind: "status", status, message } });
    };
    fails(403);
    await refused(mirrors, desk, { name: "GitHubRefusal", reason: "no-permission" }, next);
    fails(401);
    await refused(mirrors, desk, { name: "GitHubRefusal", reason: "not-installed" }, next);
    for (const status of [500, 503, 429]) {
      fails(status);
      await refused(mirrors, desk, { name: "TryLater", wholeInstallation: status === 429 }, next);
    }
    place.scene.standIn.server.faults.heal();
    place.scene.standIn.server.faults.add({ route: PACK, fault: { kind: "cut" } });
    await refused(mirrors, desk, { name: "TryLater" }, next);
    const left = readdirSync(join(folder, `m${folders}`));
    expect(left).toHaveLength(1);
    place.scene.standIn.server.faults.heal();
    await brought(mirrors, desk, next);
    expect(readdirSync(join(folder, `m${folders}`))).toEqual(left);
    place.scene.standIn.deleteRepository(desk.repository.fullName);
    await refused(mirrors, desk, { name: "GitHubRefusal", status: 404, reason: "gone" }, NOWHERE);
  });

  it("because it takes too long, or is told to stop, is thrown away with all that it left", async () => {
    const mirrors = await opened({ fetchMs: 300 });
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    place.scene.standIn.server.faults.add({ route: PACK, fault: { kind: "hang" }, times: 2 });
    await refused(mirrors, desk, { name: "MirrorFault", reason: "too-slow" }, desk.head());
    expect(readdirSync(join(folder, `m${folders}`))).toEqual([]);
    const reason = new Error("the head moved");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);
    const mirror = mirrors.lease(originOf(desk, controller.signal));
    await expect(mirror.bring([desk.head()])).rejects.toBe(reason);
    await mirror.release();
    expect(readdirSync(join(folder, `m${folders}`))).toEqual([]);
    place.scene.standIn.server.faults.heal();
    const patient = await opened();
    await brought(patient, desk, desk.head());
  });

  it("because the repository is too large, is thrown away", async () => {
    const mirrors = await opened({ largest: 300_000 });
    const desk = await place.repository([{ name: "main", files: { a: noise(1_000_000) } }]);
    await refused(mirrors, desk, { name: "MirrorFault", reason: "too-large" }, desk.head());
    expect(readdirSync(join(folder, `m${folders}`))).toEqual([]);
    expect(mirrors.total).toBe(0);
  });

  it("while another reads, leaves the other its folder until it ends", async () => {
    const mirrors = await opened({ fetchMs: 2_000 });
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    const reader = mirrors.lease(originOf(desk));
    const repository = await reader.bring([desk.head()]);
    const old = desk.head();
    const next = await desk.push("main", { a: "2" });
    place.scene.standIn.server.faults.add({ route: PACK, fault: { kind: "hang" }, times: 1 });
    await refused(mirrors, desk, { reason: "too-slow" }, next);
    expect(await (await repository.commit(old)).tree()).toHaveProperty("size", 1);
    await brought(mirrors, desk, next);
    expect(readdirSync(join(folder, `m${folders}`))).toHaveLength(2);
    await reader.release();
    expect(readdirSync(join(folder, `m${folders}`))).toHaveLength(1);
  });
});

describe("mirrors", () => {
  it("are found again by the next life, but for those that were left half done", async () => {
    const here = join(folder, "lives");
    const [one, two] = [
      await place.repository([{ name: "main", files: { a: "1" } }]), await place.repository([{ name: "main", files: { a: "2" } }]),
    ];
    const first = await Mirrors.open({ folder: here });
    await brought(first, one, one.head());
    await brought(first, two, two.head());
    const half = readdirSync(here).find((name) => name.startsWith(`${two.repository.id}-`)) ?? "";
    rmSync(join(here, half, "writ-sound"));
    writeFileSync(join(here, "note.txt"), "not a mirror");
    fetches();
    const second = await Mirrors.open({ folder: here });
    expect(existsSync(join(here, half))).toBe(false);
    await brought(second, one, one.head());
    expect(fetches()).toBe(0);
    await brought(second, two, two.head());
    expect(fetches()).toBe(1);
    expect(readdirSync(here)).toContain("note.txt");
  });

  it("that nobody has used the longest go when there is no room, and none that is being read", async () => {
    const desks: RepositoryDesk[] = [];
    for (const name of ["main", "main", "main"]) desks.push(await place.repository([{ name, files: { a: noise(200_000) } }]));
    const [one, two, three] = desks as [RepositoryDesk, RepositoryDesk, RepositoryDesk];
    const mirrors = await opened({ bytes: 400_000 });
    const ids = (): number[] => readdirSync(join(folder, `m${folders}`)).map((name) => Number(name.split("-")[0])).sort();
    const held = mirrors.lease(originOf(one));
    await held.bring([one.head()]);
    await brought(mirrors, two, two.head());
    await brought(mirrors, three, three.head());
    expect(ids()).toEqual([one.repository.id, three.repository.id]);
    await held.release();
    await brought(mirrors, two, two.head());
    expect(ids()).toEqual([one.repository.id, two.repository.id]);
    await mirrors.forget(one.repository.id);
    expect(ids()).toEqual([two.repository.id]);
  });

  it("become one pack when they have many", async () => {
    const mirrors = await opened();
    const desk = await place.repository([{ name: "main", files: { a: "1" } }]);
    await brought(mirrors, desk, desk.head());
    const [name = ""] = readdirSync(join(folder, `m${folders}`));
    const packs = join(folder, `m${folders}`, name, "objects", "pack");
    for (let pack = 0; pack < 41; pack += 1) writeFileSync(join(packs, `pack-${String(pack).padStart(40, "0")}.pack`), "");
    const next = await desk.push("main", { a: "2" });
    await brought(mirrors, desk, next);
    expect(readdirSync(packs).filter((file) => file.endsWith(".idx"))).toHaveLength(1);
    await brought(mirrors, desk, desk.head());
  });
});
