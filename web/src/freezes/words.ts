import type { Freeze } from "../api/types";
import { orderTypes, providerName, wordOf } from "../format/words";

type Reach = Pick<Freeze, "scope" | "name">;

/** What stands still: "store shop", "provider CustomCat", "everything". */
export function reachOf({ scope, name }: Reach): string {
  switch (scope) {
    case "all":
      return "everything";
    case "provider":
      return `provider ${providerName(name)}`;
    case "type":
      return `${wordOf(orderTypes, name) ?? name} orders`;
    case "store":
      return `store ${name}`;
  }
}

const makers: Record<string, string> = {
  brake: "the brake: too much left within an hour",
  account: "the daemon: the provider's account is in trouble",
  busy: "the daemon: the provider asks for patience",
  breaker: "the daemon: the provider does not answer",
};

export function makerOf({ by }: Pick<Freeze, "by">): string {
  return wordOf(makers, by) ?? by;
}
