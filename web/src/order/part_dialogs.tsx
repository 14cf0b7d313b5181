// What is asked about one part: whether the provider has it, and to have it
// made once more. Both need a reason, which the journal keeps.
import { RadioControl, TextareaControl } from "@wordpress/components";
import { useState } from "react";
import { isolated } from "../format/format";
import { providerName } from "../format/words";
import { lineName } from "./facts";
import { Told } from "./outside";
import { Plan, type Hands } from "./plan";
import type { Choice, Order, Part } from "./types";

interface PartHands extends Hands {
  reference: string;
}

function partOf(order: Order, reference: string, usable: (p: Part) => boolean) {
  return (
    order.parts.find((p) => p.reference === reference) ??
    order.parts.find(usable) ??
    order.parts[0]
  );
}

function Contents({ order, part }: { order: Order; part: Part }) {
  return (
    <ul className="contents">
      {part.lines.map((l) => (
        <li key={l.line_id}>
          {l.quantity} × <bdi>{lineName(order, l.line_id)}</bdi>{" "}
          <small>
            <bdi>{l.provider_sku}</bdi>
          </small>
        </li>
      ))}
    </ul>
  );
}

function Reason({
  value,
  onChange,
  help,
}: {
  value: string;
  onChange: (text: string) => void;
  help: string;
}) {
  return (
    <TextareaControl
      label="Reason (required)"
      help={help}
      rows={2}
      maxLength={1000}
      value={value}
      onChange={onChange}
    />
  );
}

function needed(reason: string): string {
  if (!reason.trim()) throw new Error("Give a reason; the journal keeps it.");
  return reason.trim();
}

const noPart: Choice = {
  allowed: false,
  code: "not_found",
  why: "the order has no such part",
  effect: "",
};

export function Resolve({ reference, ...hands }: PartHands) {
  const { order } = hands;
  const [answer, setAnswer] = useState("");
  const [reason, setReason] = useState("");
  const part = partOf(order, reference, (p) => p.state === "unknown");
  const { resolve_there: yes, resolve_not_there: no } = part?.actions ?? {
    resolve_there: noPart,
    resolve_not_there: noPart,
  };
  const open = [
    { choice: yes, value: "there", label: "Yes, it is there" },
    { choice: no, value: "not_there", label: "No, it is not there" },
  ];
  const possible = open.filter((o) => o.choice.allowed);
  const chosen = open.find((o) => o.value === answer)?.choice;
  const provider = providerName(part?.provider ?? "");
  return (
    <Plan
      {...hands}
      action="resolve"
      choice={possible[0]?.choice ?? no}
      label="Resolve"
      destructive={answer === "not_there"}
      said={`Order ${isolated(order.number)}: the unknown outcome is resolved.`}
      body={() => {
        if (!chosen?.allowed)
          throw new Error(`Say whether ${provider} has it.`);
        return {
          reference: part?.reference,
          there: answer === "there",
          reason: needed(reason),
        };
      }}
      effect={
        <p className="effect" role="status">
          {chosen ? (
            <Told text={chosen.effect || chosen.why} />
          ) : (
            "Look at the provider’s own list before you answer: a wrong no makes it twice, a wrong yes makes none."
          )}
        </p>
      }
    >
      {part && (
        <>
          <p>
            No clear answer came for <code>{part.reference}</code>
            {part.reason && (
              <>
                : <q>{part.reason}</q>
              </>
            )}
          </p>
          <Contents order={order} part={part} />
        </>
      )}
      <RadioControl
        label={`Does ${provider} have it?`}
        selected={answer}
        options={possible.map(({ value, label }) => ({ value, label }))}
        onChange={setAnswer}
      />
      {open
        .filter((o) => !o.choice.allowed && possible.length > 0)
        .map((o) => (
          <p key={o.value} className="weak">
            “{o.label}” can not be said now: <Told text={o.choice.why} />.
          </p>
        ))}
      <Reason
        value={reason}
        onChange={setReason}
        help="How you know, for those who read the journal later"
      />
    </Plan>
  );
}

export function Remake({ reference, ...hands }: PartHands) {
  const { order } = hands;
  const [reason, setReason] = useState("");
  const part = partOf(order, reference, (p) => p.actions.remake.allowed);
  return (
    <Plan
      {...hands}
      action="remake"
      choice={part?.actions.remake ?? noPart}
      label="Make it once more"
      destructive
      said={`Order ${isolated(order.number)}: asked to be made once more.`}
      body={() => ({ reference: part?.reference, reason: needed(reason) })}
    >
      {part && (
        <>
          <p>
            {providerName(part.provider)} makes this a second time, and it is
            paid for a second time:
          </p>
          <Contents order={order} part={part} />
        </>
      )}
      <Reason
        value={reason}
        onChange={setReason}
        help="As “arrived broken”; it stays with the new part"
      />
    </Plan>
  );
}
