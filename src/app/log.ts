/** One JSON line per event on stdout, with the trace id of what it is about. */
import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = Logger;

/** Fields that could carry a secret or a stranger's whole text, wherever they stand. */
const NEVER = ["payload", "body", "secret", "privateKey", "webhookSecret", "token", "authorization"];

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const paths = NEVER.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, base: null, redact: { paths, censor: "[left out]" } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
