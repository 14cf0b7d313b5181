// The dialogs of the order page, by what is asked for.
import { useEffect } from "react";
import { isolated } from "../format/format";
import { Dialog } from "../parts/dialog";
import { EditDesign } from "./edit_design";
import { Plan, type Hands } from "./plan";
import { PickStatus, PickType } from "./pick";
import { Remake, Resolve } from "./part_dialogs";
import { Extend, HoldUntil } from "./time_dialogs";
import type { Asked } from "./types";

type Simple =
  | "submit"
  | "retry"
  | "hold"
  | "release"
  | "restart"
  | "cancel-status"
  | "cancel-edit"
  | "clear-twin";

const simple: Record<
  Simple,
  { title: (number: string) => string; label: string; said: string }
> = {
  submit: {
    title: (n) => `Submit order ${n}`,
    label: "Submit now",
    said: "submission asked for",
  },
  retry: {
    title: (n) => `Retry order ${n}`,
    label: "Retry now",
    said: "trying again",
  },
  hold: {
    title: (n) => `Hold order ${n}`,
    label: "Hold",
    said: "on hold",
  },
  release: {
    title: (n) => `Release order ${n}`,
    label: "Release",
    said: "released",
  },
  restart: {
    title: (n) => `Restart the countdown of order ${n}`,
    label: "Restart countdown",
    said: "the countdown began anew",
  },
  "cancel-status": {
    title: (n) => `Withdraw the status change of order ${n}`,
    label: "Withdraw",
    said: "status change withdrawn",
  },
  "cancel-edit": {
    title: (n) => `Withdraw the change of order ${n}`,
    label: "Withdraw",
    said: "the change was withdrawn",
  },
  "clear-twin": {
    title: (n) => `Order ${n} and its twin are both real`,
    label: "Both are real",
    said: "both orders count as real",
  },
};

function SimpleAct({ what, ...hands }: Hands & { what: Simple }) {
  const words = simple[what];
  const { order } = hands;
  return (
    <Plan
      {...hands}
      action={what}
      choice={order.actions[what]}
      label={words.label}
      said={`Order ${isolated(order.number)}: ${words.said}.`}
    >
      {what === "submit" && (
        <p>What a provider has taken can not be taken back from here.</p>
      )}
      {what === "clear-twin" && (
        <p>
          Say so only when the buyer meant to order twice: both orders will be
          made and paid for.
        </p>
      )}
    </Plan>
  );
}

function titleOf(asked: Asked, of: string): string {
  const number = isolated(of);
  switch (asked.what) {
    case "hold_until":
      return `Hold order ${number} until a time`;
    case "extend":
      return `Give order ${number} more time`;
    case "status":
      return `Change the store status of order ${number}`;
    case "type":
      return `Change the type of order ${number}`;
    case "resolve":
      return "Resolve the unknown outcome";
    case "remake":
      return "Have it made once more";
    case "edit":
      return `Edit Design of order ${number}`;
    default:
      return simple[asked.what].title(number);
  }
}

function Inside({ asked, ...hands }: Hands & { asked: Asked }) {
  switch (asked.what) {
    case "hold_until":
      return <HoldUntil {...hands} />;
    case "extend":
      return <Extend {...hands} />;
    case "status":
      return <PickStatus {...hands} />;
    case "type":
      return <PickType {...hands} />;
    case "resolve":
      return (
        <Resolve
          {...hands}
          reference={"reference" in asked ? asked.reference : ""}
        />
      );
    case "remake":
      return (
        <Remake
          {...hands}
          reference={"reference" in asked ? asked.reference : ""}
        />
      );
    case "edit":
      return "line" in asked ? (
        <EditDesign {...hands} line={asked.line} />
      ) : (
        <EditDesign {...hands} />
      );
    default:
      return <SimpleAct {...hands} what={asked.what} />;
  }
}

export function AskedDialog({ asked, ...hands }: Hands & { asked: Asked }) {
  const { again } = hands;
  // What is left of a countdown is said as it is now, not as it was when the
  // page was read.
  useEffect(again, [again]);
  return (
    <Dialog
      title={titleOf(asked, hands.order.number)}
      onClose={hands.onClose}
      size={asked.what in simple ? "small" : "medium"}
    >
      <Inside asked={asked} {...hands} />
    </Dialog>
  );
}
