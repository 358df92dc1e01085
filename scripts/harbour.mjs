/** The example repository: examples/harbour as a real Git repository, the same commits every time. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../examples/harbour", import.meta.url));

/** What each commit adds. The packets tell the same story. */
const STORY = [
  {
    subject: "Begin the harbour",
    date: "2026-01-10T08:00:00Z",
    paths: [
      "README.md",
      "package.json",
      ".GOV/spec",
      ".GOV/roles_shared/SPEC_CURRENT.md",
      ".GOV/task_packets/stubs",
      "src/crane.js",
    ],
  },
  {
    subject: "Fit the lights",
    date: "2026-01-13T11:00:00Z",
    paths: [
      ".GOV/roles_shared",
      ".GOV/refinements/WP-1-Harbour-Lights.md",
      ".GOV/task_packets/WP-1-Harbour-Lights.md",
      "src/lights.js",
      "src/lights.test.js",
    ],
  },
  {
    subject: "Start on the crane",
    date: "2026-01-14T17:45:00Z",
    paths: [".GOV/task_packets/WP-1-Harbour-Crane.md"],
  },
];

/** Makes the repository in a new folder of the system's folder for such things. Gives back where it is. */
export function makeHarbour() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "writ-harbour-")));
  git(folder, {}, "init", "--quiet", "--object-format=sha1", "--initial-branch=main");
  for (const { subject, date, paths } of STORY) {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(SOURCE, path), join(folder, path), { recursive: true });
    }
    git(folder, {}, "add", "--all");
    git(folder, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, "commit", "--quiet", "--message", subject);
  }
  return folder;
}

/** Git without anybody's settings, so that the commits have the same ids everywhere. */
function git(folder, dates, ...args) {
  const who = { NAME: "Mara", EMAIL: "mara@harbour.example" };
  const settings = ["-c", "core.autocrlf=false", "-c", "core.fileMode=false", "-c", "commit.gpgSign=false"];
  return execFileSync("git", [...settings, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      HOME: devNull,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: who.NAME,
      GIT_AUTHOR_EMAIL: who.EMAIL,
      GIT_COMMITTER_NAME: who.NAME,
      GIT_COMMITTER_EMAIL: who.EMAIL,
      ...dates,
    },
  });
}
