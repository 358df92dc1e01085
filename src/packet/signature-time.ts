/** When a dated signature says that it was given. */
import { isDay } from "./calendar.ts";
import { dialect } from "./dialect.ts";

export interface SignatureTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `full`: day, month, year in four digits, hour, minute. `short`: year in two digits, and seconds. */
  readonly order: "full" | "short";
}

/** Signatures were given in this century: a year outside it means that the digits stand for something else. */
const CENTURY = 2000;

/**
 * The time in the twelve digits of a signature. Null for a signature of another form, and for digits that are no time
 * in either order.
 */
export function signatureTime(signature: string): SignatureTime | null {
  const digits = dialect.signature.dated.exec(signature)?.[2];
  if (digits === undefined) return null;
  const pairs = (digits.match(/\d\d/g) ?? []).map(Number);
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = pairs;
  const full = third * 100 + fourth;
  if (full >= CENTURY && full < CENTURY + 100 && isDay(full, second, first) && isTime(fifth, sixth, 0)) {
    return { day: dayText(full, second, first), order: "full" };
  }
  const short = CENTURY + third;
  return isDay(short, second, first) && isTime(fourth, fifth, sixth)
    ? { day: dayText(short, second, first), order: "short" }
    : null;
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

function dayText(year: number, month: number, day: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(year)}-${two(month)}-${two(day)}`;
}
