/** The tests that take minutes: every real document against the reference, and the properties tried many more times. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/long/**/*.test.ts", "test/packet/**/*.test.ts", "src/**/*.property.test.ts", "test/app/*.property.test.ts", "test/app/verdict-*.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    env: { WRIT_RUNS_FACTOR: "20" },
  },
});
