// The order page.
import { Button } from "@wordpress/components";
import { Problem } from "../api/client";
import type { PageProps } from "../pages";
import { isolated } from "../format/format";
import { Page } from "../parts/page";
import { Empty, Failed, Loading } from "../parts/state";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { useMay } from "../shell/session";
import { Announcer } from "./announcer";
import { CountdownCard } from "./countdown";
import { ExplainCard } from "./explain";
import { safeLink } from "./facts";
import { Along, HeadActs, TwoFacts } from "./head";
import { LinesCard } from "./lines";
import { Attentions, Drift, JustChanged, Twins } from "./notices";
import { Dialogs, useOpen } from "./open";
import { useOrderKeys } from "./order_keys";
import { PartsCard } from "./parts";
import { PreflightCard } from "./preflight";
import { RecipientCard } from "./recipient";
import { StatusCard } from "./status";
import { Timeline } from "./timeline";
import { TotalsCard } from "./totals";
import { TrackingCard } from "./tracking";
import { neighbours, useTrail } from "./trail";
import type { Asked, Order } from "./types";
import { useOrder, type LiveOrder } from "./use_order";
import { useStoreChanges } from "./use_changes";

function Known({ live, order }: { live: LiveOrder; order: Order }) {
  const may = useMay("operator");
  const freezes = useHealth()?.freezes ?? null;
  const { open, setOpen, close } = useOpen();
  const trail = useTrail();
  const way = neighbours(trail, `${order.store}/${order.id}`);
  const { changes, forget, mine } = useStoreChanges(order);
  const ask = (asked: Asked) => setOpen({ what: "asked", asked });
  const exchanges = (reference: string) =>
    setOpen({ what: "exchanges", reference });
  useOrderKeys(order, may, ask, { back: trail.back, ...way });
  const common = { order, may, ask };
  return (
    <Page
      title={`Order ${isolated(order.number)}`}
      className="order"
      acts={<HeadActs {...common} path={live.path} />}
    >
      <Along back={trail.back} to={way} />
      <TwoFacts order={order} />
      {safeLink(order.store_admin_url) && (
        <p className="weak edit-hint">
          “Edit order” opens it in the store; what is changed there comes back
          here by itself.
        </p>
      )}
      <Announcer order={order} />
      {live.error ? (
        <p className="problem" role="alert">
          The order could not be read again; what you see is of before.{" "}
          <Button variant="link" onClick={live.again}>
            Try again
          </Button>
        </p>
      ) : null}
      <JustChanged changes={changes} close={forget} />
      <Attentions order={order} />
      <Twins {...common} />
      <Drift order={order} />
      <div className="order-grid">
        <div className="order-now">
          <CountdownCard {...common} freezes={freezes} />
          <StatusCard {...common} />
        </div>
        <div className="order-main">
          <PreflightCard order={order} />
          <LinesCard
            {...common}
            view={(picture) => setOpen({ what: "picture", picture })}
          />
          <PartsCard {...common} exchanges={exchanges} />
          <ExplainCard order={order} path={live.path} />
        </div>
        <div className="order-side">
          <RecipientCard order={order} />
          <TotalsCard order={order} />
          <TrackingCard order={order} />
        </div>
      </div>
      <Timeline
        order={order}
        path={live.path}
        may={may}
        exchanges={exchanges}
      />
      <Dialogs
        live={live}
        order={order}
        open={open}
        close={close}
        mine={mine}
      />
    </Page>
  );
}

function Live({ store, id }: { store: string; id: string }) {
  const live = useOrder(store, id);
  if (live.data) return <Known live={live} order={live.data} />;
  const missing = live.error instanceof Problem && live.error.status === 404;
  return (
    <Page title={`Order ${id}`} className="order">
      {missing ? (
        <Empty
          title="There is no such order here"
          acts={
            <Button
              variant="secondary"
              href={href("/orders")}
              __next40pxDefaultSize
            >
              To the orders
            </Button>
          }
        >
          <p>
            The store {store} has no order with the id {id}, or it was not
            imported yet.
          </p>
        </Empty>
      ) : live.error ? (
        <Failed
          what="The order could not be read"
          error={live.error}
          again={live.again}
        />
      ) : (
        <Loading what="Reading the order" />
      )}
    </Page>
  );
}

/** Another order is another page: nothing of the last one stays. */
export default function OrderPage({ taken }: PageProps) {
  const [store = "", id = ""] = taken;
  return <Live key={`${store}/${id}`} store={store} id={id} />;
}
