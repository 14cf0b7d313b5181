import type { InboxItem } from "../api/types";
import type { Tone } from "../parts/badge";

type Verdict = InboxItem["verdict"];

export const verdicts: Record<Verdict, string> = {
  pending: "Waits",
  applied: "Applied",
  unchanged: "Nothing new",
  set_aside: "Set aside",
};

export const verdictTones: Record<Verdict, Tone> = {
  pending: "info",
  applied: "success",
  unchanged: "none",
  set_aside: "warning",
};

/** "412 B", "6.2 kB" */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [n, unit] =
    bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(n)} ${unit}`;
}

/** A body to be read: JSON on many lines, all else as it came. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
