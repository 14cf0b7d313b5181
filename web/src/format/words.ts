// The server's names as words for people.
import type { OrderType, SubmitStatus, Tab } from "../api/types";

/** The word for a name from outside: shops and configurations may call their
 *  things as JavaScript does its own, like "constructor". */
export function wordOf<T>(words: Record<string, T>, name: string) {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

export const storeStatuses: Record<string, string> = {
  pending: "Pending payment",
  failed: "Failed",
  processing: "Processing",
  "on-hold": "On hold",
  completed: "Completed",
  cancelled: "Cancelled",
  refunded: "Refunded",
};

/** Shops have statuses of their own: "awaiting-art" → "Awaiting art". */
export function nameOf(slug: string): string {
  const text = slug.replace(/[-_.]+/g, " ").trim();
  return text && text[0]?.toUpperCase() + text.slice(1);
}

export function storeStatus(slug: string): string {
  return wordOf(storeStatuses, slug) ?? nameOf(slug);
}

export const orderTypes: Record<OrderType, string> = {
  in_app: "In-app",
  amazon: "Amazon",
  shineon: "ShineOn",
  other: "Others",
};

export const submitStatuses: Record<SubmitStatus, string> = {
  blank: "Not submitted",
  queued: "Queued",
  submitting: "Submitting",
  submitted: "Submitted",
  partly_submitted: "Partly submitted",
  failed: "Failed",
  unknown: "Unknown",
};

export const tabNames: Record<Tab, string> = {
  all: "All",
  counting_down: "Counting down",
  needs_attention: "Needs attention",
  on_hold: "On hold",
  submitted: "Submitted",
  shipped: "Shipped",
};

const providers: Record<string, string> = {
  customcat: "CustomCat",
  shineon: "ShineOn",
};

export function providerName(name: string): string {
  return wordOf(providers, name) ?? name;
}

/** The server's reasons begin small, as parts of a sentence. */
export function sentence(text: string): string {
  return text && text[0]?.toUpperCase() + text.slice(1);
}
