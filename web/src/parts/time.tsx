// Times: remaining and absolute, machine-readable in the markup.
import { Tooltip } from "@wordpress/components";
import type { RowCountdown, SubmitStatus } from "../api/types";
import {
  ago,
  briefTime,
  dateTime,
  exactTime,
  span,
  timeThere,
} from "../format/format";
import { useNow } from "../shell/clock";

type Shape = "full" | "brief" | "ago";

/** A point in time. The exact one with its zone is under the pointer. */
export function Time({ at, as = "full" }: { at: string; as?: Shape }) {
  const now = useNow();
  const text =
    as === "full"
      ? dateTime(at)
      : as === "brief"
        ? briefTime(at, now)
        : ago(at, now);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {text}
    </time>
  );
}

/** A point in time that is met where the store is: what time it is there comes
 *  by pointer and by keyboard. `zone` null: not known. */
export function TimeThere({ at, zone }: { at: string; zone: string | null }) {
  const there = zone && timeThere(at, zone);
  if (!there) return <Time at={at} />;
  return (
    <Tooltip text={`${exactTime(at)}; where the store is: ${there}`}>
      <time dateTime={at} tabIndex={0} className="time-there">
        {dateTime(at)}
      </time>
    </Tooltip>
  );
}

/** What is left of a span that ends at `due`; "due" when it is over. */
export function Remaining({ due }: { due: string }) {
  const target = Date.parse(due);
  const now = useNow(target);
  return <>{target > now ? span(target - now) : "due"}</>;
}

interface CountdownProps {
  countdown: RowCountdown;
  submitStatus?: SubmitStatus;
  /** Why it stands still: a freeze reaches it. */
  frozen?: boolean;
}

/** The words for a countdown's state; colour is never the only sign. The
 *  ticking text is no live region. */
export function Countdown(props: CountdownProps) {
  const { countdown, submitStatus = "blank", frozen = false } = props;
  const { state, due, remaining_ms: kept } = countdown;
  if (state === "running" && due) return <Running due={due} frozen={frozen} />;
  if (state === "paused")
    return (
      <span className="countdown is-paused">
        <span>Paused</span>
        {kept !== null && <small>{span(kept)} kept</small>}
      </span>
    );
  if (state === "waiting")
    return (
      <span className="countdown">
        <span>Waiting</span>
        <small>until processing</small>
      </span>
    );
  if (state === "elapsed" && submitStatus === "blank")
    return <span className="countdown">Over</span>;
  return null;
}

function Running({ due, frozen }: { due: string; frozen: boolean }) {
  const target = Date.parse(due);
  const now = useNow(target);
  const left = target - now;
  const soon = left < 600_000 ? " is-soon" : "";
  return (
    <span className={`countdown is-running${soon}`}>
      <span>
        {frozen ? "Frozen" : left > 0 ? span(left) : "Due"}
        {soon && left > 0 && !frozen && (
          <span className="screen-reader-text"> left, soon</span>
        )}
      </span>
      <small>
        <Time at={due} as="brief" />
      </small>
    </span>
  );
}
