import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { derived } from "../../packet/derived.ts";
import { readDocument } from "../../packet/read.ts";
import { cacheFolder, isUsable } from "./cache-folder.ts";
import { KeptDocuments } from "./kept-documents.ts";
import { sweep } from "./sweep.ts";

const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const BYTES = Buffer.from("# Task Packet: WP-1-Harbour-Lights\n\n- **Status:** In Progress\n\n## SCOPE\n- Lamps\n");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "writ-kept-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const files = (folder = root): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== "swept").map((entry) => join(entry.parentPath, entry.name));

const keptBy = (program: string, repository = "/srv/harbour"): KeptDocuments => new KeptDocuments({ root, program, repository });

/** Reads the packet in a run of its own, and asks for a fact that takes long to find. */
function run(found: { times: number }, program = "one", bytes: Uint8Array = BYTES, path = PATH): unknown {
  const kept = keptBy(program);
  const document = kept.read("packet", path, bytes);
  derived(document, "a fact", () => ++found.times);
  kept.keep();
  return document;
}

describe("documents kept from one run to the next", () => {
  it("are read once, with all that was found out about them, and are then the same", () => {
    const found = { times: 0 };
    const first = run(found);
    expect(run(found)).toEqual(first);
    expect(run(found)).toEqual(readDocument("packet", PATH, BYTES));
    expect([found.times, files().length]).toEqual([1, 1]);
    expect(statSync(files()[0] ?? "").mode & 0o777).toBe(0o600);
  });

  it("are others for other bytes, another path, another program", () => {
    const found = { times: 0 };
    run(found);
    run(found, "two");
    run(found, "one", Buffer.concat([BYTES, Buffer.from("\n")]));
    run(found, "one", BYTES, PATH.replace("Lights", "Crane"));
    expect([found.times, files().length], "a file for each program").toEqual([4, 2]);
    run(found);
    run(found, "two");
    expect(found.times).toBe(4);
  });

  it("are kept for each repository by itself", () => {
    run({ times: 0 });
    keptBy("one", "/srv/airport").read("packet", PATH, BYTES);
    expect(derived(keptBy("one", "/srv/airport").read("packet", PATH, BYTES), "a fact", () => "not known")).toBe("not known");
  });

  it("stay while another branch is checked out, as long as they are not much more than what is in use", () => {
    const found = { times: 0 };
    const other = Buffer.from(BYTES.toString().replace("In Progress", "Done"));
    const small = (number: number): Buffer => Buffer.from(`# Task Packet: WP-1-Harbour-Lights\n\n${String(number)}\n`);
    run(found);
    run(found, "one", other);
    run(found);
    expect(found.times).toBe(2);
    for (let number = 0; number < 20; number++) {
      const kept = keptBy("one");
      derived(kept.read("packet", PATH, small(number)), "a long fact", () => "x".repeat(100_000));
      kept.keep();
    }
    run(found);
    expect(found.times, "what nobody asked for in twenty runs has gone").toBe(3);
    expect(statSync(files()[0] ?? "").size).toBeLessThan(1_200_000);
  });

  it("are written anew when more is found out", () => {
    run({ times: 0 });
    const kept = keptBy("one");
    derived(kept.read("packet", PATH, BYTES), "another fact", () => "two");
    kept.keep();
    const again = keptBy("one").read("packet", PATH, BYTES);
    expect(derived(again, "another fact", () => "not known")).toBe("two");
    expect(derived(again, "a fact", () => "not known")).toBe(1);
  });

  it("are as if they were not there when what lies there is none, is cut off, or may not be read", () => {
    const whole = run({ times: 0 });
    const [file = ""] = files();
    const text = readFileSync(file);
    const head = text.indexOf("\n");
    const emptied = Buffer.concat([text.subarray(0, head + 1), Buffer.alloc(text.length - head - 1, 32)]);
    const longer = Buffer.from(text.toString().replace(/(\d+)\]\]/, "9$1]]"));
    for (const broken of [Buffer.alloc(0), text.subarray(0, text.length >> 2), text.subarray(0, -1), Buffer.alloc(text.length), emptied, longer, Buffer.from("{}\n[]"), Buffer.from("null\nnull"), Buffer.from('[["a"]]\n')]) {
      writeFileSync(file, broken);
      const found = { times: 0 };
      expect(run(found)).toEqual(whole);
      expect(found.times).toBe(1);
      expect(readFileSync(file)).toEqual(text);
    }
    rmSync(file);
    mkdirSync(file);
    expect(run({ times: 0 })).toEqual(whole);
  });

  it("do no harm where nothing can be written", () => {
    writeFileSync(join(root, "one"), "a file where the folder should be");
    expect(run({ times: 0 })).toEqual(readDocument("packet", PATH, BYTES));
    expect(readFileSync(join(root, "one"), "utf8")).toBe("a file where the folder should be");
  });

  it("do not pile up: once a day what is old goes, and what another version left", () => {
    run({ times: 0 });
    run({ times: 0 }, "two");
    const [own = "", other = ""] = [files(join(root, "one"))[0], files(join(root, "two"))[0]];
    const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
    utimesSync(own, days(40), days(40));
    utimesSync(join(root, "two"), days(8), days(8));
    sweep(root, join(root, "one"));
    expect([existsSync(own), existsSync(other)], "swept a moment ago").toEqual([true, true]);
    utimesSync(join(root, "swept"), days(2), days(2));
    sweep(root, join(root, "one"));
    expect([existsSync(own), existsSync(other)]).toEqual([false, false]);
  });
});

describe("the place for them", () => {
  const linux = (env: Record<string, string>): string | null => cacheFolder({ env, platform: "linux" });

  it("is the person's own cache", () => {
    expect(linux({ HOME: "/home/mara" })).toBe("/home/mara/.cache/writ");
    expect(linux({ HOME: "/home/mara", XDG_CACHE_HOME: "/var/cache/mara" })).toBe("/var/cache/mara/writ");
    expect(cacheFolder({ env: { HOME: "/Users/mara" }, platform: "darwin" })).toBe("/Users/mara/Library/Caches/writ");
    expect(linux({ HOME: "/home/mara", WRIT_CACHE: "/srv/writ" })).toBe("/srv/writ");
  });

  it("is nowhere when told so, without a home, for a relative path, and on a build server that names none", () => {
    expect(linux({ HOME: "/home/mara", WRIT_CACHE: "off" })).toBeNull();
    expect(linux({})).toBeNull();
    expect(linux({ HOME: "home" })).toBeNull();
    expect(linux({ HOME: "/home/mara", WRIT_CACHE: "cache" })).toBeNull();
    expect(linux({ HOME: "/home/mara", CI: "true" })).toBeNull();
    expect(linux({ HOME: "/home/mara", CI: "false" })).toBe("/home/mara/.cache/writ");
    expect(linux({ HOME: "/home/mara", CI: "true", WRIT_CACHE: "/srv/writ" })).toBe("/srv/writ");
  });

  it("is not one in the repository, not one that others may write to, and not a link", () => {
    const repository = join(root, "repository");
    mkdirSync(repository);
    expect(isUsable(join(root, "cache", "writ"), repository)).toBe(true);
    expect(statSync(join(root, "cache", "writ")).mode & 0o777).toBe(0o700);
    expect(isUsable(join(repository, ".cache"), repository)).toBe(false);
    symlinkSync(join(root, "cache", "writ"), join(root, "link"));
    expect(isUsable(join(root, "link"), repository)).toBe(false);
    chmodSync(join(root, "cache", "writ"), 0o777);
    expect(isUsable(join(root, "cache", "writ"), repository)).toBe(false);
    writeFileSync(join(root, "file"), "");
    expect(isUsable(join(root, "file"), repository)).toBe(false);
  });
});
