// What the board says, as it is shown: hours by day, reasons with words.
import type { Board } from "../api/types";
import { nameOf, sentence } from "../format/words";
import { href } from "../shell/href";

export interface Hour {
  at: string;
  end: string;
  count: number;
  /** Of the fullest hour, in percent; never nothing for what is there. */
  share: number;
}

export interface Day {
  /** The first instant that is shown of it. */
  at: string;
  hours: Hour[];
}

const hourMs = 3_600_000;

/** The hours in which something leaves, by the days of the viewer's zone. */
export function daysOf(board: Board): Day[] {
  const most = Math.max(1, ...board.hours.map((h) => h.count));
  const days: Day[] = [];
  let name = "";
  for (const { at, count } of board.hours) {
    if (count === 0) continue;
    const begin = new Date(at);
    if (begin.toDateString() !== name) {
      name = begin.toDateString();
      days.push({ at, hours: [] });
    }
    days.at(-1)?.hours.push({
      at,
      end: new Date(begin.getTime() + hourMs).toISOString(),
      count,
      share: Math.max(2, Math.round((count / most) * 100)),
    });
  }
  return days;
}

export function leaving(board: Board): number {
  return board.hours.reduce((sum, h) => sum + h.count, 0);
}

/** The list of those that leave within the hour; a part of an hour that is
 *  over holds nobody but the overdue, who stand on their own. */
export function hourHref(hour: Pick<Hour, "at" | "end">, now: number): string {
  const from = Math.max(Date.parse(hour.at), now);
  return href("/orders", {
    tab: "counting_down",
    due_from: new Date(from).toISOString(),
    due_to: hour.end,
  });
}

export function overdueHref(now: number): string {
  return href("/orders", {
    tab: "counting_down",
    due_to: new Date(now).toISOString(),
  });
}

export interface Reason {
  code: string;
  count: number;
  words: string;
  href: string;
}

/** Most frequent first. Codes that share their words say what sets them
 *  apart. */
export function reasonsOf(board: Board): Reason[] {
  const same = (what: string) =>
    board.attention.filter((a) => a.what === what).length;
  return board.attention
    .map(({ code, count, what }) => {
      const rest = code.slice(code.indexOf(".") + 1);
      const words =
        what === ""
          ? nameOf(code)
          : same(what) > 1 && rest !== code
            ? `${sentence(what)} (${nameOf(rest).toLowerCase()})`
            : sentence(what);
      const to = href("/orders", {
        tab: "needs_attention",
        attention: code,
      });
      return { code, count, words, href: to };
    })
    .sort((a, b) => b.count - a.count || a.words.localeCompare(b.words));
}
