/** What became of the proof of each report that Writ wrote: told by those who can derive reports, shown by the ledger. */
export interface ReportProof {
  /** `foreign` reports were not written by Writ and are not listed. */
  readonly state: "proved" | "differs" | "forged" | "unproved";
  readonly packet: string;
  /** First line of the report in the packet, from 1. */
  readonly line: number;
  readonly reportId: string;
  /** One sentence; empty when proved. */
  readonly why: string;
  /** The first line that differs: its number in the packet, what stands there, and what follows from Git. */
  readonly difference: { readonly line: number; readonly found: string; readonly expected: string } | null;
}

/** Whether a proof says that a report is not what it claims to be. */
export function isRefuted({ state }: ReportProof): boolean {
  return state === "differs" || state === "forged";
}
