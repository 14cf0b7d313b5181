// The departure board: how many orders leave in each of the coming hours.
import type { Board } from "../api/types";
import { count, counted, dateOnly } from "../format/format";
import { Card } from "../parts/card";
import { Time } from "../parts/time";
import { useNow } from "../shell/clock";
import { href } from "../shell/href";
import { daysOf, hourHref, leaving, overdueHref, type Hour } from "./board";

// Its length only repeats the number. An attribute, because the page takes no
// style that is written into the markup.
function Bar({ share }: { share: number }) {
  return (
    <svg
      className="bar"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width={share} height="8" />
    </svg>
  );
}

const hourOf = (iso: string) =>
  new Intl.DateTimeFormat(undefined, {
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.parse(iso));

function Row({ hour, now }: { hour: Hour; now: number }) {
  const from = hourOf(hour.at);
  const to = hourOf(hour.end);
  return (
    <tr>
      <th scope="row">
        <time dateTime={hour.at}>
          {from} – {to}
        </time>
      </th>
      <td className="number">
        <a href={hourHref(hour, now)}>{counted(hour.count, "order")}</a>
      </td>
      <td className="bar-cell">
        <Bar share={hour.share} />
      </td>
    </tr>
  );
}

function Overdue({ board, now }: { board: Board; now: number }) {
  if (board.overdue === 0) return null;
  return (
    <tbody>
      <tr className="is-overdue">
        <th scope="row">Overdue</th>
        <td className="number">
          <a href={overdueHref(now)}>{counted(board.overdue, "order")}</a>
        </td>
        <td className="bar-cell">
          <small>They go as soon as nothing holds them.</small>
        </td>
      </tr>
    </tbody>
  );
}

interface Props {
  board: Board;
  at: number; // when it was read
}

export function Departures({ board, at }: Props) {
  const now = useNow();
  const days = daysOf(board);
  const all = leaving(board);
  const none = days.length === 0 && board.overdue === 0;
  return (
    <Card title="Departures">
      <p>
        {all === 0
          ? "No countdown ends within the next 48 hours."
          : `${counted(all, "order")} ${all === 1 ? "leaves" : "leave"} within 48 hours.`}
        {board.frozen > 0 &&
          ` ${count(board.frozen)} of those that count down are frozen.`}
      </p>
      {none ? (
        <p>
          <a href={href("/orders", { tab: "counting_down" })}>
            All that count down
          </a>
        </p>
      ) : (
        <table className="plain board" aria-label="Countdowns by hour">
          <thead className="screen-reader-text">
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">Orders</th>
              <th scope="col">Of the fullest hour</th>
            </tr>
          </thead>
          <Overdue board={board} now={now} />
          {days.map((day) => (
            <tbody key={day.at}>
              <tr>
                <th scope="rowgroup" colSpan={3} className="day">
                  {new Date(day.at).toDateString() ===
                  new Date(now).toDateString() ? (
                    "Today"
                  ) : (
                    <time dateTime={day.at}>{dateOnly(day.at)}</time>
                  )}
                </th>
              </tr>
              {day.hours.map((hour) => (
                <Row key={hour.at} hour={hour} now={now} />
              ))}
            </tbody>
          ))}
        </table>
      )}
      {board.hours[0] && (
        <p className="hint">
          Your own time; as of{" "}
          <Time at={new Date(at).toISOString()} as="brief" />.
        </p>
      )}
    </Card>
  );
}
