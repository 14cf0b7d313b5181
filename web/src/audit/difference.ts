// What changed between before and after, line by line.

export interface Line {
  name: string;
  before: string;
  after: string;
}

const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v);

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Members that differ; what is no object is one line without a name. */
export function linesOf(before: unknown, after: unknown): Line[] {
  if (!isObject(before) && !isObject(after)) {
    const line = { name: "", before: text(before), after: text(after) };
    return line.before === line.after ? [] : [line];
  }
  const a = isObject(before) ? before : {};
  const b = isObject(after) ? after : {};
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => ({ name, before: text(a[name]), after: text(b[name]) }))
    .filter((line) => line.before !== line.after);
}
