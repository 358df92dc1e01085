/** What takes minutes: long stories, every real document against the reference, and the properties tried many more times. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,test}/**/*.long.test.ts", "{src,test}/**/*.property.test.ts", "test/packet/parser.differential.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    env: { WRIT_RUNS_FACTOR: "20" },
  },
});
