// Store status and submission status: two facts, never one badge. The tone
// only repeats what the words say.
import type { SubmitStatus } from "../api/types";
import { storeStatus, submitStatuses, wordOf } from "../format/words";

export type Tone = "none" | "info" | "success" | "warning" | "error";

// What a shop made up may be long; what is short stays in one piece.
const long = 24;

export function Badge({ tone, text }: { tone: Tone; text: string }) {
  const wraps = text.length > long ? " is-long" : "";
  return <span className={`badge is-${tone}${wraps}`}>{text}</span>;
}

const statusTones: Record<string, Tone> = {
  processing: "success",
  completed: "info",
  "on-hold": "warning",
  failed: "error",
};

export function StoreStatus({ status }: { status: string }) {
  return (
    <Badge
      tone={wordOf(statusTones, status) ?? "none"}
      text={storeStatus(status)}
    />
  );
}

const submitTones: Record<SubmitStatus, Tone> = {
  blank: "none",
  queued: "info",
  submitting: "info",
  submitted: "success",
  partly_submitted: "warning",
  failed: "error",
  unknown: "warning",
};

/** Blank for "not submitted", with words for those who listen. */
export function SubmitState({ status }: { status: SubmitStatus }) {
  if (status === "blank")
    return <span className="screen-reader-text">Not submitted</span>;
  return <Badge tone={submitTones[status]} text={submitStatuses[status]} />;
}
