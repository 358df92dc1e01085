/** Runs one rule over the small repository of one of its examples. */
export { EXAMPLE_DAY, judgeExample as runExample } from "../../src/evaluate/example.ts";
