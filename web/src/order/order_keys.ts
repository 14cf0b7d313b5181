// The keys of the order page. What writes asks in a dialog first.
import { useKeys } from "../shell/keys";
import { navigate } from "../shell/router";
import { pathOf } from "./trail";
import type { Actions, Asked, Order } from "./types";

export function useOrderKeys(
  order: Order,
  may: boolean,
  ask: (asked: Asked) => void,
  way: { back: string; before: string | null; after: string | null },
) {
  const act = (what: keyof Actions) => {
    if (!may || !order.actions[what].allowed) return false;
    ask({ what });
    return true;
  };
  const go = (key: string | null) => {
    if (!key) return false;
    navigate(pathOf(key));
    return true;
  };
  const writing = [
    { keys: "s", what: "Submit", do: () => act("submit") },
    {
      keys: "h",
      what: "Hold, or release",
      do: () => act(order.status === "on-hold" ? "release" : "hold"),
    },
    { keys: "e", what: "Extend the countdown", do: () => act("extend") },
    { keys: "r", what: "Retry", do: () => act("retry") },
  ];
  useKeys("Order", [
    ...(may ? writing : []),
    { keys: "j", what: "Next order", do: () => go(way.after) },
    { keys: "k", what: "Previous order", do: () => go(way.before) },
    {
      keys: "Escape",
      what: "Back to the list",
      do: () => navigate(way.back),
    },
  ]);
}
