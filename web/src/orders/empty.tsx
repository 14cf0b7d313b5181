// Why there is nothing to see, and what to do about it.
import { Button } from "@wordpress/components";
import type { Health } from "../api/types";
import { tabNames } from "../format/words";
import { Empty } from "../parts/state";
import { Time } from "../parts/time";
import { isFiltered, type ListState } from "./state";

interface Props {
  state: ListState;
  health: Health | null;
  mayImport: boolean;
  clear: () => void;
  import_: () => void;
}

function Stores({ health }: { health: Health }) {
  return (
    <ul className="plain-list">
      {health.stores.map((s) => (
        <li key={s.name}>
          <strong>{s.name}</strong>:{" "}
          {s.reachable ? (
            s.last_poll ? (
              <>
                asked for orders <Time at={s.last_poll} as="ago" />
              </>
            ) : (
              "not asked for orders yet"
            )
          ) : (
            `not reachable${s.problem ? `: ${s.problem}` : ""}`
          )}
        </li>
      ))}
    </ul>
  );
}

export function NoOrders({ state, health, mayImport, clear, import_ }: Props) {
  if (isFiltered(state))
    return (
      <Empty
        title="No order matches"
        acts={
          <Button variant="secondary" onClick={clear} __next40pxDefaultSize>
            Clear search and filters
          </Button>
        }
      >
        <p>
          {state.search ? (
            <>
              Nothing was found for “<bdi>{state.search}</bdi>” with these
              filters.
            </>
          ) : (
            "The filters hide all orders."
          )}
        </p>
      </Empty>
    );
  if (state.tab !== "all")
    return (
      <Empty title={`No order here: ${tabNames[state.tab]}`}>
        <p>Orders show up here by themselves when there are some.</p>
      </Empty>
    );
  return (
    <Empty
      title="No orders yet"
      acts={
        mayImport && (
          <Button variant="primary" onClick={import_} __next40pxDefaultSize>
            Import orders
          </Button>
        )
      }
    >
      <p>
        {health && health.stores.length === 0
          ? "No store is configured. Add a [[store]] to the configuration."
          : "New in-app orders arrive by themselves; older ones can be imported."}
      </p>
      {health && <Stores health={health} />}
    </Empty>
  );
}
