import { inspect } from "node:util";

const HIDDEN = "[secret]";

/** A value that shows itself only to who asks for it: not in a log, not in an error, not in JSON. */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
