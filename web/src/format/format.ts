// Dates, spans and money as people write them where they are.

/** Money comes as the store wrote it, "19.90"; never reckoned with. */
export function money(amount: string, currency: string): string {
  const value = Number(amount);
  if (amount === "" || !Number.isFinite(value)) return amount;
  try {
    return new Intl.NumberFormat(undefined, {
      style: "currency",
      currency,
    }).format(value);
  } catch {
    // A currency of the store's own invention.
    return `${amount} ${currency}`.trim();
  }
}

export function count(n: number): string {
  return new Intl.NumberFormat().format(n);
}

/** "1 order", "2 orders". */
export function counted(n: number, one: string, many = one + "s"): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

const rightToLeft =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Text from outside within a sentence of ours, where no element can stand: a
 *  name that is written from right to left does not reorder its neighbours. */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

function shown(iso: string, options: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(iso);
  return Number.isFinite(at)
    ? new Intl.DateTimeFormat(undefined, options).format(at)
    : iso;
}

/** "23 Nov 2026, 18:20" */
export function dateTime(iso: string): string {
  return shown(iso, { dateStyle: "medium", timeStyle: "short" });
}

/** "23 Nov 2026" */
export function dateOnly(iso: string): string {
  return shown(iso, { dateStyle: "medium" });
}

/** To the second and with the zone, for what is under the pointer. */
export function exactTime(iso: string, zone?: string): string {
  return shown(iso, {
    timeZone: zone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** The same where the store is: "28 Nov 2026, 17:20:00 GMT+1 (Europe/Berlin)".
 *  Empty when the browser does not know such a zone. */
export function timeThere(iso: string, zone: string): string {
  try {
    return `${exactTime(iso, zone)} (${zone})`;
  } catch {
    return "";
  }
}

/** Short where the year is this one: "23 Nov, 18:20"; today: "18:20". */
export function briefTime(iso: string, now: number): string {
  const at = new Date(iso);
  const today = new Date(now);
  if (at.toDateString() === today.toDateString())
    return shown(iso, { hour: "2-digit", minute: "2-digit" });
  const sameYear = at.getFullYear() === today.getFullYear();
  return shown(iso, {
    year: sameYear ? undefined : "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** The two largest units: "3 h 12 min", "4 min 05 s", "12 s". Seconds are
 *  only told below five minutes. */
export function span(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000) * 1000);
  const first = units.findIndex(([, size]) => all >= size);
  if (first < 0) return "0 s";
  const [name, size] = units[first] ?? units[3];
  const whole = Math.floor(all / size);
  const second = units[first + 1];
  if (!second || (name === "min" && whole >= 5)) return `${whole} ${name}`;
  const rest = Math.floor((all % size) / second[1]);
  if (rest === 0 && name !== "min") return `${whole} ${name}`;
  const text = name === "min" ? String(rest).padStart(2, "0") : String(rest);
  return `${whole} ${name} ${text} ${second[0]}`;
}

/** "3 h ago", "in 5 min", "now". */
export function ago(iso: string, now: number): string {
  const away = Date.parse(iso) - now;
  if (!Number.isFinite(away)) return iso;
  if (Math.abs(away) < 45_000) return "now";
  const [unit, size] =
    Math.abs(away) < 3_540_000
      ? (["minute", 60_000] as const)
      : Math.abs(away) < 86_400_000
        ? (["hour", 3_600_000] as const)
        : (["day", 86_400_000] as const);
  return new Intl.RelativeTimeFormat(undefined, { style: "short" }).format(
    Math.round(away / size),
    unit,
  );
}
