/** The crane on the east quay. */

/** What it may lift, in tonnes. */
export const LIMIT = 12;

/** @param {number} load in tonnes */
export function lift(load) {
  return `lifting ${load} t`;
}
