// Stops submissions: of what, why, until when.
import {
  SelectControl,
  TextareaControl,
  TextControl,
} from "@wordpress/components";
import { useState } from "react";
import { api, newKey } from "../api/client";
import type { FreezeRequest, FreezeScope } from "../api/types";
import { orderTypes, providerName } from "../format/words";
import { Ask, Dialog } from "../parts/dialog";
import { readHealth, useHealth } from "../shell/health";
import { say } from "../shell/messages";
import { serverNow } from "../shell/clock";
import { reachOf } from "./words";

const scopes: { value: FreezeScope; label: string }[] = [
  { value: "all", label: "Everything" },
  { value: "store", label: "One store" },
  { value: "provider", label: "One provider" },
  { value: "type", label: "One type of order" },
];

function useNames(scope: FreezeScope): { value: string; label: string }[] {
  const health = useHealth();
  if (scope === "type")
    return Object.entries(orderTypes).map(([value, label]) => ({
      value,
      label,
    }));
  if (scope === "store")
    return (health?.stores ?? []).map(({ name }) => ({
      value: name,
      label: name,
    }));
  if (scope === "provider")
    return (health?.providers ?? []).map(({ name }) => ({
      value: name,
      label: providerName(name),
    }));
  return [];
}

interface Typed {
  scope: FreezeScope;
  name: string;
  reason: string;
  until: string;
}

/** What was typed, as the server takes it; throws what is wrong with it. */
function requestOf({ scope, name, reason, until }: Typed): FreezeRequest {
  if (!reason.trim()) throw new Error("Give a reason: others will read it.");
  const end = until ? new Date(until) : null;
  if (end && !(end.getTime() > serverNow()))
    throw new Error("That time is over: give one to come, or none.");
  return {
    scope,
    ...(scope === "all" ? {} : { name }),
    reason: reason.trim(),
    ...(end ? { until: end.toISOString() } : {}),
  };
}

export function FreezeDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState<Typed>({
    scope: "all",
    name: "",
    reason: "",
    until: "",
  });
  const [key, setKey] = useState(newKey);
  const { scope, reason, until } = typed;
  const names = useNames(scope);
  const name = names.some((n) => n.value === typed.name)
    ? typed.name
    : (names[0]?.value ?? "");
  const reach = reachOf({ scope, name });
  const change = (with_: Partial<Typed>) => {
    setTyped({ ...typed, ...with_ });
    // Another request is another intent.
    setKey(newKey());
  };
  const act = async () => {
    await api.post("/freezes", requestOf({ ...typed, name }), { key });
    readHealth();
    say.success(`Submissions are frozen: ${reach}.`);
  };
  return (
    <Dialog title="Freeze submissions" onClose={onClose} size="small">
      <Ask label="Freeze" act={act} onClose={onClose}>
        <div className="form">
          <SelectControl
            label="What"
            value={scope}
            options={scopes}
            onChange={(scope) => change({ scope })}
            __next40pxDefaultSize
          />
          {scope !== "all" && (
            <SelectControl
              label="Which"
              value={name}
              options={names}
              onChange={(name) => change({ name })}
              __next40pxDefaultSize
            />
          )}
          <TextareaControl
            label="Reason"
            help="Everybody reads it, as long as the freeze holds."
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(reason) => change({ reason })}
          />
          <TextControl
            label="Until"
            help="In your own time zone; empty: until somebody lifts it."
            type="datetime-local"
            value={until}
            onChange={(until) => change({ until })}
            __next40pxDefaultSize
          />
          <p>
            Nothing of <strong>{reach}</strong> is submitted until then.
            Countdowns go on; what falls due waits and goes afterwards. What is
            at a provider already stays there.
          </p>
        </div>
      </Ask>
    </Dialog>
  );
}
