// The parts: what went to which provider, under which reference, and what
// came back.
import { Button } from "@wordpress/components";
import { providerName } from "../format/words";
import { Badge } from "../parts/badge";
import { Time } from "../parts/time";
import { Card, Fact, Facts } from "../parts/card";
import { lineName } from "./facts";
import { Mark, Told } from "./outside";
import type { Asked, Order, Part } from "./types";
import { partStates } from "./words";

interface Props {
  order: Order;
  may: boolean;
  ask: (asked: Asked) => void;
  /** Shows what was said to and by the provider. */
  exchanges: (reference: string) => void;
}

// A line's own blockers stand with the line.
function Blockers({ part }: { part: Part }) {
  const mine = part.blockers.filter((b) => b.line_id === 0);
  return (
    <>
      {part.state === "blocked" &&
        mine.map((b) => <Mark key={b.code + b.what} of={b} />)}
    </>
  );
}

function PartFacts({ order, part }: { order: Order; part: Part }) {
  return (
    <Facts>
      <Fact name="Reference">
        <code>{part.reference}</code>
      </Fact>
      {part.provider_order_id && (
        <Fact name="Number at the provider">
          <code>{part.provider_order_id}</code>
        </Fact>
      )}
      {part.remake_of && (
        <Fact name="Remake of">
          <code>{part.remake_of}</code>
          {part.remake_reason && <q>{part.remake_reason}</q>}
        </Fact>
      )}
      {part.attempt > 0 && (
        <Fact name="Sent">
          {part.attempt === 1 ? "Once" : `${part.attempt} times`}
        </Fact>
      )}
      {part.next_try && (
        <Fact name={part.state === "unknown" ? "Asked again" : "Next try"}>
          <Time at={part.next_try} /> (<Time at={part.next_try} as="ago" />)
        </Fact>
      )}
      {part.requested_by && (
        <Fact name="Asked for by">{part.requested_by}</Fact>
      )}
      <Fact name="Contents">
        <ul className="contents">
          {part.lines.map((l) => (
            <li key={l.line_id}>
              {l.quantity} × <bdi>{lineName(order, l.line_id)}</bdi>{" "}
              <small>
                <bdi>{l.provider_sku}</bdi>
              </small>
            </li>
          ))}
        </ul>
      </Fact>
    </Facts>
  );
}

function PartItem({
  order,
  part,
  may,
  ask,
  exchanges,
}: Props & { part: Part }) {
  const { text, tone } = partStates[part.state];
  const { resolve_there, resolve_not_there, remake } = part.actions;
  const resolvable = resolve_there.allowed || resolve_not_there.allowed;
  const { reference } = part;
  return (
    <li className="part">
      <div className="part-head">
        <h3>{providerName(part.provider)}</h3>
        <Badge tone={tone} text={text} />
        {part.revision > 1 && <small>remake {part.revision - 1}</small>}
        {part.all_shipped && <Badge tone="success" text="All shipped" />}
      </div>
      {part.reason && (
        <p className={part.state === "accepted" ? "weak" : "problem"}>
          {part.state === "refused" || part.state === "accepted" ? (
            <>
              {providerName(part.provider)} says: <q>{part.reason}</q>
            </>
          ) : (
            <bdi>{part.reason}</bdi>
          )}
          {part.reason_code && (
            <small>
              {" "}
              <bdi>{part.reason_code}</bdi>
            </small>
          )}
          {part.transient && part.state === "refused" && (
            <small> It is tried again by itself.</small>
          )}
        </p>
      )}
      <Blockers part={part} />
      {part.state === "unknown" && !resolvable && (
        <p className="weak">
          It can not be resolved by hand now:{" "}
          <Told text={resolve_not_there.why || resolve_there.why} />.
        </p>
      )}
      <PartFacts order={order} part={part} />
      {may && (resolvable || remake.allowed || part.attempt > 0) && (
        <div className="acts">
          {resolvable && (
            <Button
              variant="secondary"
              size="compact"
              onClick={() => ask({ what: "resolve", reference })}
            >
              Resolve…
            </Button>
          )}
          {remake.allowed && (
            <Button
              variant="secondary"
              size="compact"
              onClick={() => ask({ what: "remake", reference })}
            >
              Make once more…
            </Button>
          )}
          {part.attempt > 0 && (
            <Button
              variant="tertiary"
              size="compact"
              onClick={() => exchanges(reference)}
            >
              What was sent and answered
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

export function PartsCard(props: Props) {
  const { order } = props;
  return (
    <Card title="Providers" id="parts">
      {order.parts.length === 0 ? (
        <p>No line of it goes to a provider.</p>
      ) : (
        <ul className="order-parts">
          {order.parts.map((part) => (
            <PartItem key={part.reference} {...props} part={part} />
          ))}
        </ul>
      )}
    </Card>
  );
}
