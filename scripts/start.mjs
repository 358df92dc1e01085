/**
 * `npm start`: runs the App where it is configured. Where it is not, shows first what it does, and then the page that
 * connects it to GitHub. `--once` shows what it does and ends. Exits with 1 when it does not see what it should.
 */
import { isFirstStart, loadEnvironmentFile } from "../dist/app/setup/first-start.js";

const SIGNALS = { SIGINT: 130, SIGTERM: 143 };
const once = process.argv.includes("--once");

loadEnvironmentFile();
if (once || isFirstStart()) await showWhatItDoes();
if (!once && process.exitCode === undefined) await import("../dist/app/main.js");

async function showWhatItDoes() {
  const { tellStory } = await import("../dist/demo/story.js");
  const ended = new AbortController();
  // Not only once: npm hands on what the terminal has sent already.
  const end = (signal) => {
    process.exitCode = SIGNALS[signal];
    ended.abort();
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, end);
  try {
    const surprises = await tellStory({ say: (text) => console.log(text), signal: ended.signal });
    if (surprises.length > 0) {
      console.error(`\nThis is not what should have been seen:\n${surprises.map((text) => `  ${text}`).join("\n")}`);
      process.exitCode = 1;
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  }
  for (const signal of Object.keys(SIGNALS)) process.off(signal, end);
}
