// What a write was, in words: as the server noted it, else by its route.
import type { AuditEntry } from "../api/types";
import { sentence } from "../format/words";

const routes: [string, RegExp, string][] = [
  ["POST", /^\/session$/, "Signs in"],
  ["DELETE", /^\/session$/, "Signs out"],
  ["POST", /^\/session\/password$/, "Changes the own password"],
  ["PUT", /^\/me\/preferences$/, "Changes preferences"],
  ["POST", /^\/bulk\/preview$/, "Looks at what a bulk action would do"],
  ["POST", /^\/bulk$/, "Begins a bulk action"],
  ["POST", /^\/stores\/[^/]+\/import$/, "Begins an import"],
  ["POST", /^\/jobs\/\d+\/cancel$/, "Cancels a job"],
  ["POST", /^\/freezes$/, "Freezes submissions"],
  ["POST", /^\/freezes\/\d+\/lift$/, "Lifts a freeze"],
  ["POST", /^\/catch-up\/approve$/, "Lets overdue orders go"],
  ["POST", /^\/inbox\/\d+\/replay$/, "Replays a delivery"],
  ["POST", /^\/backups$/, "Makes a backup"],
  ["POST", /^\/login-links$/, "Makes a login link"],
  ["POST", /^\/users$/, "Adds a user"],
  ["POST", /^\/users\/[^/]+$/, "Changes a user"],
  ["DELETE", /^\/users\/[^/]+$/, "Removes a user"],
  ["POST", /^\/tokens$/, "Makes a token"],
  ["DELETE", /^\/tokens\/[^/]+$/, "Revokes a token"],
];

type Said = Pick<AuditEntry, "what" | "method" | "path">;

export function whatOf({ what, method, path }: Said): string {
  if (what) return sentence(what.replace(/-/g, " "));
  const below = path.replace(/^\/api\/v1/, "").replace(/\?.*$/, "");
  const known = routes.find(([m, r]) => m === method && r.test(below));
  return known?.[2] ?? `${method} ${path}`;
}
