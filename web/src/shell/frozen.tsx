// What stands still and why is said on every page, as long as it holds.
import type { Health } from "../api/types";
import { providerName } from "../format/words";
import { Time } from "../parts/time";
import { useHealth } from "./health";

type Freeze = Health["freezes"][number];

function scopeOf(f: Freeze): string {
  if (f.scope === "all") return "All submissions are frozen";
  const name = f.scope === "provider" ? providerName(f.name) : f.name;
  return `Submissions of ${f.scope} ${name} are frozen`;
}

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
          {f.reason && `: ${f.reason}`}
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
