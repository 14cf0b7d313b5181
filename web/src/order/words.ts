// The server's names as words for people, where only the order page has them.
import { nameOf } from "../format/words";
import type { Tone } from "../parts/badge";
import type { Actor, ArtworkFile, PartState, PrimaryAction } from "./types";

export const partStates: Record<PartState, { text: string; tone: Tone }> = {
  none: { text: "Not submitted", tone: "none" },
  blocked: { text: "Blocked", tone: "error" },
  intended: { text: "Submitting", tone: "info" },
  accepted: { text: "Accepted", tone: "success" },
  refused: { text: "Refused", tone: "error" },
  unknown: { text: "Unknown", tone: "warning" },
  cancelled: { text: "Cancelled", tone: "none" },
};

export const verdicts: Record<
  ArtworkFile["verdict"],
  { text: string; tone: Tone }
> = {
  unseen: { text: "Not checked yet", tone: "none" },
  good: { text: "Print file is fine", tone: "success" },
  unsure: { text: "Could not be checked", tone: "warning" },
  not_there: { text: "Not there", tone: "error" },
  not_an_image: { text: "Not an image", tone: "error" },
  too_large: { text: "Too large", tone: "error" },
  too_small: { text: "Too small", tone: "error" },
};

export const actors: Record<Actor, string> = {
  person: "Person",
  automatic: "Automatic",
  store: "Store",
  provider: "Provider",
};

/** What the journal's filter offers, with the kinds it takes in. */
export const kindGroups: { label: string; kinds: string }[] = [
  { label: "Everything", kinds: "" },
  { label: "Countdown and holds", kinds: "countdown,hold" },
  { label: "Submission", kinds: "submission,part,retry" },
  { label: "Print files", kinds: "artwork" },
  { label: "Store status", kinds: "status" },
  { label: "Shipping", kinds: "shipment,part.shipped" },
  { label: "Changes of the order", kinds: "order,edit,design,drift,twin,type" },
];

export const exchangeKinds: Record<string, string> = {
  intended: "Going to send",
  answer: "Answer",
  look_up: "Asked whether it is there",
};

export const primaryLabels: Record<PrimaryAction, string> = {
  submit: "Submit",
  fix: "See what to fix",
  retry: "Retry",
  resolve: "Resolve unknown",
  release: "Release",
  "clear-twin": "Both are real",
  view_at_provider: "See it at the provider",
};

/** The explanation's actions, by the names it has for them. */
export const choiceLabels: Record<string, string> = {
  submit: "Submit",
  hold: "Hold",
  release: "Release",
  restart: "Restart the countdown",
  clear_twin: "Say that both are real",
  cancel_intent: "Withdraw the status change",
  retry: "Retry",
  cancel_edit: "Withdraw the change of the personalization",
};

export function exchangeKind(kind: string): string {
  return exchangeKinds[kind] ?? nameOf(kind);
}

/** "3.4 MB" */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let at = 0;
  while (n >= 1000 && at < units.length - 1) {
    n /= 1000;
    at++;
  }
  const digits = at === 0 || n >= 100 ? 0 : 1;
  return `${n.toFixed(digits)} ${units[at]}`;
}
