// Which messages stand, when another one comes. Pure.

export interface Standing {
  tone: "success" | "warning" | "error";
  text: string;
}

const most = 5;

/** The same said again stands once. Of too many the oldest goes that may go
 *  by itself, then the oldest warning; an error goes when it is closed. */
export function withMessage<T extends Standing>(all: readonly T[], fresh: T) {
  const others = all.filter((m) => m.text !== fresh.text);
  const drop = (tone: Standing["tone"]) => {
    const at = others.findIndex((m) => m.tone === tone);
    if (others.length < most || at < 0) return;
    others.splice(at, 1);
    drop(tone);
  };
  drop("success");
  drop("warning");
  return [...others, fresh];
}
