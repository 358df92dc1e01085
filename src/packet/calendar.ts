/** Days as the Gregorian calendar has them. */

/** True for a day that exists; month and day count from 1. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * The day that a text begins with, as `YYYY-MM-DD`; null when it begins with none that exists.
 * What follows the day does not matter, unless it makes the number longer.
 */
export function leadingDay(text: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text);
  if (found === null) return null;
  return isDay(Number(found[1]), Number(found[2]), Number(found[3])) ? found[0] : null;
}

/** The day after, `YYYY-MM-DD` both. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
