/** Histories that Git does not hold whole. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { git, repository, scratch } from "./git.fixture.ts";
import { openRepository, type GitRepository } from "./git.ts";

const places: { remove(): void }[] = [];
const opened: GitRepository[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.dispose();
  for (const place of places.splice(0)) place.remove();
});

function folder(): string {
  const place = scratch();
  places.push(place);
  return place.folder;
}

async function open(path: string): Promise<GitRepository> {
  const one = await openRepository(path);
  opened.push(one);
  return one;
}

const COMMITS = ["one", "two", "three"].map((name) => ({ name, files: { "p/a": name } }));

it("says where a shallow clone cuts a history", async () => {
  const parent = folder();
  repository(join(parent, "whole"), COMMITS);
  git(parent, "clone", "--quiet", "--depth=2", `file://${parent}/whole`, "cut");
  const whole = await open(join(parent, "whole"));
  const cut = await open(join(parent, "cut"));
  const head = await whole.resolve("HEAD");
  const two = await whole.resolve("two");
  expect((await whole.history(head, [])).cuts).toEqual([]);
  const { commits, cuts } = await cut.history(head, ["p"]);
  expect(cuts).toEqual([two]);
  expect(commits.map(({ oid }) => oid)).toEqual([two, head]);
  expect(commits[0]).toMatchObject({ parents: [], changes: [{ path: "p/a", before: null }] });
});

it("refuses a history that lacks a commit without being shallow", async () => {
  const path = repository(join(folder(), "broken"), COMMITS);
  const one = git(path, "rev-parse", "one");
  const broken = await open(path);
  const head = await broken.resolve("HEAD");
  rmSync(join(path, ".git", "objects", one.slice(0, 2), one.slice(2)));
  await expect(broken.history(head, [])).rejects.toThrow(UserError);
});
