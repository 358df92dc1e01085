/** How long V8 waits before it optimises. */
import { setFlagsFromString } from "node:v8";

/** By the major version of Node. Flags are V8's own and change with it, so only those of versions that were tried are set. */
const FLAGS: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=400000",
  22: "--invocation-count-for-turbofan=20000",
  24: "--invocation-count-for-turbofan=20000",
};

/**
 * Makes V8 wait several times as long as usual. A check is over before optimised code has paid for itself: half of what it
 * cost went into optimising, on a thread that wants a processor too. What runs for long is optimised all the same.
 *
 * Call it when the program is loaded: V8 refuses code that was compiled ahead, Node's own too, under other flags.
 */
export function waitBeforeOptimising(): void {
  const flag = FLAGS[process.versions.node.split(".")[0] ?? ""];
  if (flag !== undefined) setFlagsFromString(flag);
}
