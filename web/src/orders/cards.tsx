// The list at narrow width: number, status, countdown, the one next action.
import { Button, CheckboxControl } from "@wordpress/components";
import type { BulkAction, Freeze, Row } from "../api/types";
import { money } from "../format/format";
import { sentence } from "../format/words";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Countdown, Time } from "../parts/time";
import { isFrozen, OrderLink } from "./cells";
import { keyOf } from "./live";
import { nextAct } from "./row_actions";
import { bulkWords } from "./words";

interface Props {
  rows: Row[];
  freezes: readonly Freeze[];
  may: boolean;
  selected: (key: string) => boolean;
  toggle: (key: string) => void;
  peek: (row: Row) => void;
  act: (action: BulkAction, row: Row) => void;
}

function Card({ row, ...p }: Omit<Props, "rows"> & { row: Row }) {
  const key = keyOf(row);
  const next = p.may ? nextAct(row) : null;
  return (
    <li className="order-card" data-row={key}>
      <div className="order-card-head">
        {p.may && (
          <CheckboxControl
            aria-label={`Order ${row.number}`}
            checked={p.selected(key)}
            onChange={() => p.toggle(key)}
          />
        )}
        <OrderLink row={row} />
        <StoreStatus status={row.status} />
        <SubmitState status={row.submit_status} />
      </div>
      <p>
        <bdi>{row.customer || row.email}</bdi>
        {row.buyer && (
          <>
            {" "}
            from <bdi>{row.buyer}</bdi>
          </>
        )}{" "}
        · {money(row.total, row.currency)} ·{" "}
        <Time at={row.created} as="brief" />
      </p>
      {row.problem && <p className="problem">{sentence(row.problem)}</p>}
      <div className="order-card-foot">
        <Countdown
          countdown={row.countdown}
          submitStatus={row.submit_status}
          frozen={isFrozen(row, p.freezes)}
        />
        <span className="acts">
          <Button size="compact" variant="tertiary" onClick={() => p.peek(row)}>
            Peek
          </Button>
          {next && (
            <Button
              size="compact"
              variant="secondary"
              onClick={() => p.act(next, row)}
            >
              {bulkWords[next].verb}…
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}

export function Cards({ rows, ...rest }: Props) {
  return (
    <ul className="order-cards" aria-label="Orders">
      {rows.map((row) => (
        <Card key={keyOf(row)} row={row} {...rest} />
      ))}
    </ul>
  );
}
