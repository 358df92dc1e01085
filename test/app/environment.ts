export { environmentOf } from "../../src/demo/environment.ts";
