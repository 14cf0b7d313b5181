// What comes of a value that was changed in two places. Pure.

type Named = { name: string };

export const same = (a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b);

function isNamed(value: unknown): value is Named[] {
  return (
    Array.isArray(value) &&
    value.every((v) => typeof (v as Partial<Named> | null)?.name === "string")
  );
}

const byName = (all: Named[]) => new Map(all.map((v) => [v.name, v]));

/** `mine`, made of `base`, where meanwhile others have `theirs`. Of a list of
 *  things with names, like saved views, each counts by itself. */
export function merged(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (!isNamed(mine) || !isNamed(theirs)) return mine;
  const was = byName(isNamed(base) ? base : []);
  const own = byName(mine);
  const touched = (name: string) => !same(own.get(name), was.get(name));
  const others = byName(theirs);
  return [
    ...theirs.flatMap((v) => {
      const now = touched(v.name) ? own.get(v.name) : v;
      return now ? [now] : [];
    }),
    ...mine.filter((v) => !others.has(v.name) && touched(v.name)),
  ];
}
