/** The leading light of the harbour: what a ship sees, by the bearing from which it looks. */

/** Width of the white sector, in degrees. Harbour Specification 2.1. */
export const WHITE_SECTOR = 4;

/** A light that has been dark for this long is reported, in seconds. Harbour Specification 2.2. */
export const REPORT_AFTER = 60;

/**
 * The colour that a ship sees.
 *
 * @param {number} offset how far the ship is off the middle of the fairway, in degrees; to port negative
 * @returns {"red" | "white" | "green"}
 */
export function colourAt(offset) {
  if (Math.abs(offset) <= WHITE_SECTOR / 2) return "white";
  return offset < 0 ? "red" : "green";
}

/**
 * Whether a light has been dark for so long that somebody must be told. Both times in seconds.
 *
 * @param {number | null} darkSince null while the light burns
 * @param {number} now
 */
export function mustReport(darkSince, now) {
  return darkSince !== null && now - darkSince >= REPORT_AFTER;
}
