/** The example repository as files, for stories. */
export { BOARD, brokenCrane, CRANE, file, goodHarbour, LIGHTS, mendedCrane } from "../../src/demo/harbour.ts";
