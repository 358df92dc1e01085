export { version } from "../project/version.ts";
