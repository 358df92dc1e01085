export type MirrorReason = "too-large" | "too-slow" | "missing" | "broken";

/** A repository's history cannot be had. `missing`: GitHub does not give the commits that were asked for. */
export class MirrorFault extends Error {
  override readonly name = "MirrorFault";
  readonly reason: MirrorReason;

  constructor(reason: MirrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
