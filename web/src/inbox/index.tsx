// What stores delivered, newest first, and what came of it.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { InboxItem } from "../api/types";
import type { PageProps } from "../pages";
import { Badge } from "../parts/badge";
import { FlatTable } from "../parts/flat_table";
import { Page } from "../parts/page";
import { ShowMore } from "../parts/show_more";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import type { Pages } from "../parts/use_pages";
import { href } from "../shell/href";
import { DeliveryDialog, OrderOf } from "./delivery";
import { Filters, isFiltered, readFilter, said, type Filter } from "./filter";
import { useInbox } from "./use_inbox";
import { size, verdicts, verdictTones } from "./words";

function Nothing({ got, filter }: { got: Pages<InboxItem>; filter: Filter }) {
  if (got.error)
    return (
      <Failed
        what="The inbox could not be read"
        error={got.error}
        again={got.again}
      />
    );
  if (got.loading) return <Loading what="Reading the inbox" />;
  if (got.more)
    return (
      <Empty title="Nothing yet among the newest">
        <ShowMore of={got} />
      </Empty>
    );
  if (isFiltered(filter))
    return (
      <Empty
        title="No delivery matches"
        acts={<a href={href("/inbox")}>Show all deliveries</a>}
      />
    );
  return (
    <Empty
      title="No delivery yet"
      acts={<a href={href("/stores")}>Look at the stores</a>}
    >
      <p>
        Stores deliver when an order is made or changed. Nothing is lost
        meanwhile: they are also asked regularly.
      </p>
    </Empty>
  );
}

function Log({ filter }: { filter: Filter }) {
  const { got, news, update } = useInbox(filter);
  const [open, setOpen] = useState<number | null>(null);
  const { rows } = got;
  return (
    <>
      <div role="status">
        {news && (
          <Button variant="secondary" onClick={update} __next40pxDefaultSize>
            Something came in: show the newest
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <Nothing got={got} filter={filter} />
      ) : (
        <FlatTable
          caption="Deliveries, newest first"
          rows={rows}
          keyOf={(d) => d.seq}
          columns={[
            {
              name: "Delivery",
              cell: (d) => (
                <Button variant="link" onClick={() => setOpen(d.seq)}>
                  {d.seq}
                </Button>
              ),
            },
            {
              name: "Received",
              cell: (d) => <Time at={d.received} as="brief" />,
            },
            { name: "Store", cell: (d) => d.store },
            { name: "Topic", cell: (d) => d.topic },
            { name: "Order", cell: (d) => <OrderOf delivery={d} /> },
            {
              name: "Came of it",
              cell: (d) => (
                <>
                  <Badge
                    tone={verdictTones[d.verdict]}
                    text={verdicts[d.verdict]}
                  />
                  {d.reason && <div>{d.reason}</div>}
                </>
              ),
            },
            { name: "Size", cell: (d) => size(d.bytes) },
          ]}
        />
      )}
      {rows.length > 0 && got.error ? (
        <Failed
          what="The next page could not be read"
          error={got.error}
          again={got.again}
        />
      ) : null}
      {rows.length > 0 && <ShowMore of={got} />}
      {open !== null && (
        <DeliveryDialog
          seq={open}
          onClose={() => setOpen(null)}
          replayed={update}
        />
      )}
    </>
  );
}

export default function Inbox({ query }: PageProps) {
  const filter = readFilter(query);
  return (
    <Page title="Inbox">
      <Filters filter={filter} />
      <Log key={href("/inbox", said(filter))} filter={filter} />
    </Page>
  );
}
