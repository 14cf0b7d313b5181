// Spans and times as people type them. Pure.

const unitMinutes: Record<string, number> = { m: 1, h: 60, d: 1440 };
const most = 527_040; // 366 days, as the API has it
const piece = /(\d+(?:\.\d+)?)\s*(minutes?|mins?|m|hours?|h|days?|d)?/g;

/** "90", "90 min", "2 h", "1.5h", "1 d 6 h" → minutes; null: no span. */
export function minutesOf(text: string): number | null {
  const said = text.trim().toLowerCase().replace(/,/g, ".");
  if (said.replace(piece, "").trim()) return null;
  let minutes = 0;
  for (const [, amount, unit = "m"] of said.matchAll(piece))
    minutes += Number(amount) * (unitMinutes[unit.charAt(0)] ?? 1);
  minutes = Math.round(minutes);
  return minutes >= 1 && minutes <= most ? minutes : null;
}

const two = (n: number) => String(n).padStart(2, "0");

/** What a datetime-local field takes, in the zone one is in. */
export function localTime(ms: number): string {
  const at = new Date(ms);
  return (
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` +
    `T${two(at.getHours())}:${two(at.getMinutes())}`
  );
}

/** And what it gives, as the API wants it; null: no time. */
export function readLocal(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const at = new Date(text);
  return Number.isFinite(at.getTime()) ? at.toISOString() : null;
}
