// The countdown: what is left and until when, its state in words, and what
// can be done with it.
import { Button } from "@wordpress/components";
import { useEffect, useRef, useState } from "react";
import { span } from "../format/format";
import { storeStatus, submitStatuses } from "../format/words";
import { Time } from "../parts/time";
import { useNow } from "../shell/clock";
import { Card } from "./card";
import { freezeOn, threshold } from "./facts";
import { Told } from "./outside";
import type { Actions, Asked, Freeze, Order } from "./types";

function Running({ due, freeze }: { due: string; freeze?: Freeze }) {
  const target = Date.parse(due);
  const now = useNow(target);
  const left = target - now;
  return (
    <>
      <p className="countdown-left">
        {freeze ? "Frozen" : left > 0 ? span(left) : "Due"}
        {left > 0 && !freeze && <small> left</small>}
      </p>
      <p>
        {left > 0 ? "Ends" : "Ended"} <Time at={due} />
        {freeze
          ? `. Nothing is submitted until the freeze is lifted: ${freeze.reason}`
          : left > 0
            ? "; then it is submitted by itself."
            : "; it is submitted as soon as its turn comes."}
      </p>
    </>
  );
}

function Paused({ countdown }: { countdown: Order["countdown"] }) {
  const { remaining_ms: kept, why, hold_until } = countdown;
  const because =
    why && why !== "on-hold" ? `: ${storeStatus(why).toLowerCase()}` : "";
  return (
    <>
      <p className="countdown-left">
        Paused{because && <small>{because}</small>}
      </p>
      <p>
        {kept !== null && (
          <>
            <strong>{span(kept)}</strong> are kept; it goes on from there.{" "}
          </>
        )}
        {hold_until && (
          <>
            The hold ends by itself <Time at={hold_until} />.
          </>
        )}
      </p>
    </>
  );
}

function Waits({ order }: { order: Order }) {
  const { request } = order;
  if (!request) return null;
  return (
    <p>
      Submission asked for by {request.automatic ? "the countdown" : request.by}
      , <Time at={request.at} as="ago" />
      {request.waits_for_turn && ": it waits for its turn among the overdue"}
      {request.waits_for_artwork && ": its print files are being looked at"}
      {request.next_try && (
        <>
          . Next try <Time at={request.next_try} as="brief" />
        </>
      )}
      .
    </p>
  );
}

function State({ order, freeze }: { order: Order; freeze?: Freeze }) {
  const { countdown, submit_status } = order;
  switch (countdown.state) {
    case "running":
      return countdown.due ? (
        <Running due={countdown.due} {...(freeze ? { freeze } : {})} />
      ) : null;
    case "paused":
      return <Paused countdown={countdown} />;
    case "waiting":
      return (
        <>
          <p className="countdown-left">Waiting</p>
          <p>
            It begins when the order is paid, and takes{" "}
            {span(countdown.delay_ms)}.
          </p>
        </>
      );
    case "elapsed":
      return (
        <p className="countdown-left">
          {submit_status === "blank" ? "Over" : submitStatuses[submit_status]}
        </p>
      );
    case "stopped":
      return (
        <>
          <p className="countdown-left">Stopped</p>
          {countdown.why && (
            <p>
              <Told text={countdown.why} />.
            </p>
          )}
        </>
      );
    case "none":
      return (
        <p>
          {order.type === "in_app"
            ? "None."
            : "None: only in-app orders submit themselves. This one waits for a person."}
        </p>
      );
  }
}

const buttons: { what: keyof Actions; label: string }[] = [
  { what: "submit", label: "Submit" },
  { what: "retry", label: "Retry" },
  { what: "release", label: "Release" },
  { what: "hold", label: "Hold" },
  { what: "hold_until", label: "Hold until…" },
  { what: "extend", label: "Extend…" },
  { what: "restart", label: "Restart" },
];

interface Props {
  order: Order;
  freezes: readonly Freeze[];
  may: boolean;
  ask: (asked: Asked) => void;
}

export function CountdownCard({ order, freezes, may, ask }: Props) {
  const freeze = freezeOn(order, freezes);
  const { actions } = order;
  const offered = buttons.filter(
    ({ what }) =>
      actions[what].allowed &&
      what !== order.primary_action &&
      // To an order on hold the date of its end is what may be added.
      !(what === "hold" && order.status === "on-hold"),
  );
  return (
    <Card title="Countdown" className="countdown-card">
      <State order={order} {...(freeze ? { freeze } : {})} />
      <Waits order={order} />
      {!actions.submit.allowed && actions.submit.why && (
        <p className="weak">
          It can not be submitted now: <Told text={actions.submit.why} />.
        </p>
      )}
      {may && offered.length > 0 && (
        <div className="acts">
          {offered.map(({ what, label }) => (
            <Button
              key={what}
              variant="secondary"
              size="compact"
              onClick={() => ask({ what })}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
    </Card>
  );
}

/** Says the thresholds and what became of the submission to those who
 *  listen; the ticking text itself is no live region. */
export function Announcer({ order }: { order: Order }) {
  const { countdown, submit_status } = order;
  const running = countdown.state === "running" && countdown.due;
  const target = running ? Date.parse(running) : null;
  const now = useNow(target);
  const said = target === null ? "" : threshold(target - now);
  const state = submitStatuses[submit_status];
  const before = useRef({ said, state });
  const [text, setText] = useState("");
  useEffect(() => {
    const was = before.current;
    before.current = { said, state };
    if (state !== was.state) setText(`Submission: ${state}.`);
    else if (said !== was.said && said) setText(said);
  }, [said, state]);
  return (
    <p role="status" className="screen-reader-text">
      {text}
    </p>
  );
}
