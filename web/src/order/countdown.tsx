// The countdown: what is left and until when, its state in words, and what
// can be done with it.
import { Button } from "@wordpress/components";
import { isolated, span } from "../format/format";
import { storeStatus, submitStatuses } from "../format/words";
import { Time, TimeThere } from "../parts/time";
import { useNow } from "../shell/clock";
import { useZone } from "../shell/health";
import { Card } from "../parts/card";
import { freezeOn } from "./facts";
import { Told } from "./outside";
import type { Actions, Asked, Freeze, Order } from "./types";

/** What its end brings. */
type End = "submits" | "blocked" | "nothing";

function endOf({ submit_status, actions, preflight }: Order): End {
  if (submit_status !== "blank") return "nothing";
  return actions.submit.allowed && preflight.ready ? "submits" : "blocked";
}

function afterwards(left: number, end: End, { freeze, unsure }: Stops): string {
  if (freeze)
    return `. Nothing is submitted until the freeze is lifted: ${isolated(freeze.reason)}.`;
  if (end === "nothing") return ".";
  if (end === "blocked")
    return ". It is not submitted then unless what is in its way is gone.";
  const unless = unsure ? ", if nothing is frozen: that is not known yet" : "";
  return left > 0
    ? `; then it is submitted by itself${unless}.`
    : `; it is submitted as soon as its turn comes${unless}.`;
}

interface Stops {
  freeze?: Freeze;
  /** What is frozen could not be read. */
  unsure: boolean;
}

interface RunningProps {
  due: string;
  end: End;
  stops: Stops;
  zone: string | null; // the store's
}

function Running({ due, end, stops, zone }: RunningProps) {
  const { freeze } = stops;
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
        {left > 0 ? "Ends" : "Ended"} <TimeThere at={due} zone={zone} />
        {afterwards(left, end, stops)}
      </p>
    </>
  );
}

interface PausedProps {
  countdown: Order["countdown"];
  zone: string | null;
}

function Paused({ countdown, zone }: PausedProps) {
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
            The hold ends by itself <TimeThere at={hold_until} zone={zone} />.
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

/** A status of the store, or a sentence. */
function whyStopped(why: string): string {
  return /^[a-z0-9-]+$/.test(why) ? `The store says ${storeStatus(why)}` : why;
}

function State({ order, stops }: { order: Order; stops: Stops }) {
  const { countdown, submit_status } = order;
  const zone = useZone(order.store);
  if (submit_status === "submitted")
    return (
      <>
        <p className="countdown-left">Submitted</p>
        <p>
          Everything is with its providers: nothing of it is changed or sent
          again by an edit in the store.
        </p>
      </>
    );
  switch (countdown.state) {
    case "running":
      return countdown.due ? (
        <Running
          due={countdown.due}
          end={endOf(order)}
          stops={stops}
          zone={zone}
        />
      ) : null;
    case "paused":
      return <Paused countdown={countdown} zone={zone} />;
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
              <Told text={whyStopped(countdown.why)} />.
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

function offeredOf({ actions, primary_action, status }: Order) {
  return buttons.filter(
    ({ what }) =>
      actions[what].allowed &&
      what !== primary_action &&
      // With something in its way nothing would be sent; to retry is to
      // submit what failed.
      !(what === "submit" && primary_action === "fix") &&
      !(what === "submit" && actions.retry.allowed) &&
      // Of an order on hold only the end of it may be set.
      !(what === "hold" && status === "on-hold"),
  );
}

interface Props {
  order: Order;
  freezes: readonly Freeze[] | null; // null: not known
  may: boolean;
  ask: (asked: Asked) => void;
}

export function CountdownCard({ order, freezes, may, ask }: Props) {
  const freeze = freezeOn(order, freezes ?? []);
  const stops = { unsure: freezes === null, ...(freeze ? { freeze } : {}) };
  const { actions } = order;
  const submitted = order.submit_status === "submitted";
  const offered = submitted ? [] : offeredOf(order);
  return (
    <Card title="Countdown" className="countdown-card">
      <State order={order} stops={stops} />
      <Waits order={order} />
      {!submitted && !actions.submit.allowed && (
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
