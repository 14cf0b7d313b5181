// What stands still and why is said on every page, as long as it holds.
import type { Health } from "../api/types";
import { reachOf } from "../freezes/words";
import { Time } from "../parts/time";
import { useHealth } from "./health";

type Freeze = Health["freezes"][number];

const scopeOf = (f: Freeze) =>
  f.scope === "all"
    ? "All submissions are frozen"
    : `Submissions of ${reachOf(f)} are frozen`;

export function Frozen() {
  const health = useHealth();
  if (!health || (health.freezes.length === 0 && health.storage_healthy))
    return null;
  return (
    <div className="frozen" role="status">
      {!health.storage_healthy && (
        <p>
          <strong>The disk does not take writes.</strong> Nothing is submitted
          until it does; look at the service&apos;s log.
        </p>
      )}
      {health.freezes.map((f) => (
        <p key={f.id}>
          <strong>{scopeOf(f)}</strong>
          {f.reason && (
            <>
              : <bdi>{f.reason}</bdi>
            </>
          )}
          {f.until && (
            <>
              , until <Time at={f.until} as="brief" />
            </>
          )}
          .
        </p>
      ))}
    </div>
  );
}
