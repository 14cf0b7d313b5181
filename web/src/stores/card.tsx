// How one store is doing.
import type { StoreHealth } from "../api/types";
import { count, counted, span } from "../format/format";
import { sentence } from "../format/words";
import { Badge } from "../parts/badge";
import { Card, Fact, Facts } from "../parts/card";
import { Doctor } from "../parts/doctor";
import { Time } from "../parts/time";
import { href } from "../shell/href";
import { useMay } from "../shell/session";
import type { ReactNode } from "react";

function State({ store }: { store: StoreHealth }) {
  if (!store.reachable) return <Badge tone="error" text="Not reachable" />;
  if (store.errors > 0)
    return <Badge tone="error" text={counted(store.errors, "error")} />;
  if (store.warnings > 0)
    return <Badge tone="warning" text={counted(store.warnings, "warning")} />;
  return <Badge tone="success" text="Connected" />;
}

/** `whole`: with all numbers, as its own page has it. */
export function StoreCard({
  store,
  whole = false,
  acts,
}: {
  store: StoreHealth;
  whole?: boolean;
  acts?: ReactNode;
}) {
  const may = useMay("operator");
  return (
    <Card title={store.name} id={`store-${store.name}`} acts={acts}>
      <p>
        <State store={store} />
      </p>
      {store.problem && <p className="problem">{sentence(store.problem)}</p>}
      <Facts>
        <Fact name="Asked for orders">
          {store.last_poll ? <Time at={store.last_poll} as="ago" /> : "not yet"}
        </Fact>
        <Fact name="Webhooks">
          {store.deliveries === 0
            ? "none came since the start"
            : `${counted(store.deliveries, "delivery", "deliveries")}, the last ${span(store.webhook_lag_ms)} after the change`}
        </Fact>
        {(whole || store.backlog > 0) && (
          <Fact name="Waiting">
            {counted(store.backlog, "delivery", "deliveries")}
          </Fact>
        )}
        {whole && (
          <>
            <Fact name="Missed by webhooks">
              {counted(store.found_by_poll, "change")} found by asking
            </Fact>
            <Fact name="Mended">
              {count(store.webhooks_repaired)} times its webhooks
            </Fact>
            <Fact name="Orders">
              <a href={href("/orders", { store: store.name })}>
                Show its orders
              </a>
            </Fact>
          </>
        )}
      </Facts>
      {may && (
        <Doctor
          path={`/stores/${encodeURIComponent(store.name)}/doctor`}
          of={store.name}
        />
      )}
    </Card>
  );
}
