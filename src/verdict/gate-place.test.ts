import { describe, expect, it } from "vitest";
import { memorySnapshot, type MemoryFiles } from "../snapshot/memory.ts";
import { LARGEST_GATE_FILE } from "./gate-file.ts";
import { gateFileFor, type GateFile } from "./gate-place.ts";

const FOLDER = ".GOV/validator_gates";
const ID = "WP-1-Harbour-Lights";
const OWN = `${FOLDER}/${ID}.json`;
const CRANE = `${FOLDER}/WP-1-Harbour-Crane.json`;

function found(files: MemoryFiles, folder: string | null = FOLDER, id = ID): Promise<GateFile | null> {
  return gateFileFor(memorySnapshot({ "a.txt": "a", ...files }), folder, id);
}

describe("gateFileFor", () => {
  it("finds a packet's file, or the place for it", async () => {
    expect(await found({ [OWN]: "{}" })).toEqual({ path: OWN, bytes: new TextEncoder().encode("{}"), problem: null });
    expect(await found({ [CRANE]: "{}" })).toEqual({ path: OWN, bytes: null, problem: null });
    expect(await found({ [CRANE]: { executable: "{}" } })).toEqual({ path: OWN, bytes: null, problem: null });
  });

  it.each<[string, MemoryFiles, string | null]>([
    ["nothing is there", {}, FOLDER],
    ["the policy knows no such place", { [OWN]: "{}" }, null],
    ["other files are there", { [`${FOLDER}/README.md`]: "states" }, FOLDER],
    ["they lie deeper", { [`${FOLDER}/deep/${ID}.json`]: "{}" }, FOLDER],
    ["they are links", { [OWN]: { symlink: "../../a.txt" } }, FOLDER],
    ["the folder is a link", { [FOLDER]: { symlink: "../elsewhere" }, [`elsewhere/${ID}.json`]: "{}" }, FOLDER],
    ["the folder's name only begins alike", { [`${FOLDER}-old/${ID}.json`]: "{}" }, FOLDER],
  ])("keeps none where %s", async (_where, files, folder) => {
    expect(await found(files, folder)).toBeNull();
  });

  it.each<[string, MemoryFiles, string, RegExp]>([
    ["a link", { [OWN]: { symlink: "WP-1-Harbour-Crane.json" } }, ID, /^it is no plain file$/],
    ["an executable", { [OWN]: { executable: "{}" } }, ID, /^it is no plain file$/],
    ["a folder", { [`${OWN}/a`]: "{}" }, ID, /^a folder is in its place$/],
    ["too large", { [OWN]: " ".repeat(LARGEST_GATE_FILE + 1) }, ID, /^it is larger than/],
    ["out of the folder", {}, "../../WP-1", /is no name of a file$/],
    ["no name at all", {}, "", /is no name of a file$/],
  ])("does not touch what is %s", async (_what, files, id, why) => {
    expect(await found({ [CRANE]: "{}", ...files }, FOLDER, id)).toMatchObject({ bytes: null, problem: expect.stringMatching(why) });
  });
});
