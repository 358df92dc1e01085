/**
 * `npm start`: runs the App where it is configured. Where it is not, shows first what it does, and then two things to
 * look at in a browser: a repository to try it on, and the page that connects it to GitHub. `--once` shows what it does
 * and ends. Exits with 1 when it does not see what it should.
 */
import { isFirstStart, loadEnvironmentFile } from "../dist/app/setup/first-start.js";

const SIGNALS = { SIGINT: 130, SIGTERM: 143 };
const once = process.argv.includes("--once");

loadEnvironmentFile();
const first = isFirstStart();
const playground = once || first ? await showWhatItDoes() : null;
if (!once && process.exitCode === undefined) {
  await import("../dist/app/main.js");
  // Writ has been connected to GitHub, and needs the machine for that.
  await playground?.close();
}

/** Gives back what stays open; null where nothing is to stay. */
async function showWhatItDoes() {
  const { tellStory } = await import("../dist/demo/story.js");
  const ended = new AbortController();
  // Not only once: npm hands on what the terminal has sent already.
  const end = (signal) => {
    process.exitCode = SIGNALS[signal];
    ended.abort();
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, end);
  let opened = null;
  try {
    const surprises = await tellStory({ say: (text) => console.log(text), signal: ended.signal });
    if (surprises.length > 0) {
      console.error(`\nThis is not what should have been seen:\n${surprises.map((text) => `  ${text}`).join("\n")}`);
      process.exitCode = 1;
    } else if (!once) {
      const { startPlayground } = await import("../dist/demo/playground/start.js");
      const port = Number(process.env["PORT"] || 3000);
      opened = await startPlayground(port === 0 ? 0 : port + 1, (text) => console.log(text));
      process.once("exit", () => opened.abandon());
      if (ended.signal.aborted) await opened.close();
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  }
  for (const signal of Object.keys(SIGNALS)) process.off(signal, end);
  return opened;
}
