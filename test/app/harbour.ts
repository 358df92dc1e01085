/** The example repository as files, for stories. */
export { begun, BOARD, brokenCrane, CRANE, file, goodHarbour, LIGHTS, lightsAgain, mendedCrane } from "../../src/demo/harbour.ts";
