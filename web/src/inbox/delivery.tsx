// One delivery as it came; it can be taken in once more.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { api, newKey } from "../api/client";
import type { Delivery } from "../api/types";
import { Fact, Facts } from "../parts/card";
import { Ask, Dialog } from "../parts/dialog";
import { Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { say } from "../shell/messages";
import { useMay } from "../shell/session";
import { readable, size, verdicts } from "./words";

/** The order it is about; a link where its store is one of ours. */
export function OrderOf({
  delivery: { store, order },
}: {
  delivery: Pick<Delivery, "store" | "order">;
}) {
  const known = useHealth()?.stores.some((s) => s.name === store);
  if (order === null) return null;
  return known ? (
    <a href={href(`/orders/${encodeURIComponent(store)}/${order}`)}>{order}</a>
  ) : (
    <>{order}</>
  );
}

function Content({ delivery }: { delivery: Delivery }) {
  const { body } = delivery;
  return (
    <>
      <Facts>
        <Fact name="Store">{delivery.store}</Fact>
        <Fact name="Topic">{delivery.topic}</Fact>
        {delivery.order !== null && (
          <Fact name="Order">
            <OrderOf delivery={delivery} />
          </Fact>
        )}
        <Fact name="Received">
          <Time at={delivery.received} />
        </Fact>
        <Fact name="Came of it">
          {verdicts[delivery.verdict]}
          {delivery.reason && `: ${delivery.reason}`}
        </Fact>
        <Fact name="Delivery">{delivery.delivery_id || "not said"}</Fact>
        <Fact name="Webhook">{delivery.webhook_id || "not said"}</Fact>
        <Fact name="Size">{size(delivery.bytes)}</Fact>
      </Facts>
      <section>
        <h2>Payload</h2>
        {body === null ? (
          <p>Payloads are for operators and administrators.</p>
        ) : (
          <pre className="payload" tabIndex={0} aria-label="Payload">
            {readable(body)}
          </pre>
        )}
      </section>
    </>
  );
}

function Replay({
  delivery,
  onClose,
  done,
}: {
  delivery: Delivery;
  onClose: () => void;
  done: () => void;
}) {
  const [key] = useState(newKey);
  const act = async () => {
    await api.post(`/inbox/${delivery.seq}/replay`, {}, { key });
    say.success(`Delivery ${delivery.seq} is taken in once more.`);
    done();
  };
  return (
    <Ask label="Replay" act={act} onClose={onClose}>
      <p>
        It is put at the end of the inbox as if it came now. What is older than
        what is known of the order changes nothing.
      </p>
    </Ask>
  );
}

export function DeliveryDialog({
  seq,
  onClose,
  replayed,
}: {
  seq: number;
  onClose: () => void;
  replayed: () => void;
}) {
  const { data, error, again } = useGet<Delivery>(`/inbox/${seq}`);
  const [asking, setAsking] = useState(false);
  const may = useMay("operator");
  return (
    <Dialog title={`Delivery ${seq}`} onClose={onClose} size="large">
      {data ? (
        <Content delivery={data} />
      ) : error ? (
        <Failed
          what="The delivery could not be read"
          error={error}
          again={again}
        />
      ) : (
        <Loading />
      )}
      {data &&
        may &&
        (asking ? (
          <Replay delivery={data} onClose={onClose} done={replayed} />
        ) : (
          <div className="dialog-acts">
            <Button
              variant="secondary"
              onClick={() => setAsking(true)}
              __next40pxDefaultSize
            >
              Replay…
            </Button>
          </div>
        ))}
    </Dialog>
  );
}
