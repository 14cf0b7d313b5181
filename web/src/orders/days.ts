// Days of the viewer's own zone as the instants the API takes. Pure.

/** "2026-01-31" → the instant it begins here; "" for what is no day. */
export function dayBegins(day: string): string {
  const at = new Date(`${day}T00:00:00`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

/** The instant the day is over: the first of the next. */
export function dayEnds(day: string): string {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + 1);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

function dayText(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The day an instant is in, for a date field. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? "" : dayText(at);
}

/** The last day before an instant, for the end of a range. */
export function dayBefore(instant: string): string {
  const at = new Date(Date.parse(instant) - 1);
  return Number.isNaN(at.getTime()) ? "" : dayText(at);
}

/** The day `days` ago; 0 is today. */
export function daysAgo(days: number, now: number): string {
  const at = new Date(now);
  at.setDate(at.getDate() - days);
  return dayText(at);
}
