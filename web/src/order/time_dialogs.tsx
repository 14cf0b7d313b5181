// More time: extend by a span, or hold until a point in time.
import { SelectControl, TextControl } from "@wordpress/components";
import { useState } from "react";
import { dateTime, isolated, span } from "../format/format";
import { serverNow } from "../shell/clock";
import { localTime, minutesOf, readLocal } from "./more_time";
import { Told } from "./outside";
import { Plan, type Hands } from "./plan";

const spans: readonly (readonly [string, string])[] = [
  ["30", "30 minutes"],
  ["60", "1 hour"],
  ["180", "3 hours"],
  ["720", "12 hours"],
  ["1440", "1 day"],
  ["4320", "3 days"],
  ["", "Another span"],
];

function Until({ hands, minutes }: { hands: Hands; minutes: number | null }) {
  const { countdown } = hands.order;
  if (minutes === null) return null;
  const more = minutes * 60_000;
  if (countdown.state === "running" && countdown.due) {
    const then = new Date(Date.parse(countdown.due) + more).toISOString();
    return (
      <p className="effect" role="status">
        The countdown ends <strong>{dateTime(then)}</strong> instead of{" "}
        {dateTime(countdown.due)}.
      </p>
    );
  }
  if (countdown.state === "paused" && countdown.remaining_ms !== null)
    return (
      <p className="effect" role="status">
        The countdown, which is paused, has{" "}
        <strong>{span(countdown.remaining_ms + more)}</strong> left instead of{" "}
        {span(countdown.remaining_ms)}.
      </p>
    );
  return (
    <p className="effect">It gets {span(more)} more before it is submitted.</p>
  );
}

export function Extend(hands: Hands) {
  const { order } = hands;
  const [chosen, setChosen] = useState("60");
  const [own, setOwn] = useState("");
  const minutes = minutesOf(chosen || own);
  return (
    <Plan
      {...hands}
      action="extend"
      choice={order.actions.extend}
      label="Extend"
      said={`Order ${isolated(order.number)} has more time.`}
      body={() => {
        if (minutes === null)
          throw new Error("Give a span like 90 min, 2 h or 1 d, up to 366 d.");
        return { minutes };
      }}
      effect={<Until hands={hands} minutes={minutes} />}
    >
      <SelectControl
        label="By how much"
        value={chosen}
        options={spans.map(([value, label]) => ({ value, label }))}
        onChange={setChosen}
        __next40pxDefaultSize
      />
      {chosen === "" && (
        <TextControl
          label="Span"
          help="As 90 min, 2 h or 1 d"
          value={own}
          onChange={setOwn}
          __next40pxDefaultSize
        />
      )}
    </Plan>
  );
}

const day = 86_400_000;

export function HoldUntil(hands: Hands) {
  const { order } = hands;
  const [text, setText] = useState(() => localTime(serverNow() + day));
  const until = readLocal(text);
  const { hold, hold_until } = order.actions;
  return (
    <Plan
      {...hands}
      action="hold"
      choice={hold_until}
      label="Hold until then"
      said={`Order ${isolated(order.number)} is held until ${
        until ? dateTime(until) : text
      }.`}
      body={() => {
        if (!until) throw new Error("Give a date and a time.");
        if (Date.parse(until) <= serverNow())
          throw new Error("That time is over: give one to come.");
        return { until };
      }}
      effect={
        <p className="effect" role="status">
          {hold.allowed && <Told text={hold.effect} />}{" "}
          {until && (
            <>
              The hold ends by itself <strong>{dateTime(until)}</strong>; the
              countdown goes on where it stood.
            </>
          )}
        </p>
      }
    >
      <TextControl
        type="datetime-local"
        label="Until"
        help="In your own time zone"
        value={text}
        min={localTime(serverNow())}
        onChange={setText}
        __next40pxDefaultSize
      />
    </Plan>
  );
}
