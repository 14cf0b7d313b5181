// What stores delivered, newest first, and what came of it.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { InboxItem } from "../api/types";
import { Badge } from "../parts/badge";
import { FlatTable } from "../parts/flat_table";
import { Page } from "../parts/page";
import { ShowMore } from "../parts/show_more";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useNews } from "../parts/use_news";
import { usePages } from "../parts/use_pages";
import { href } from "../shell/href";
import { DeliveryDialog } from "./delivery";
import { size, verdicts, verdictTones } from "./words";

const perPage = 50;

interface Deliveries {
  deliveries: InboxItem[];
}

function useInbox() {
  const got = usePages<Deliveries, InboxItem>(
    "/inbox",
    { limit: perPage },
    (page) => page.deliveries,
    ({ deliveries }) => {
      const last = deliveries.at(-1);
      return last && deliveries.length === perPage
        ? { before: last.seq }
        : null;
    },
  );
  // Who reads further down is not sent back to the top.
  const [news, setNews] = useState(false);
  useNews(["order", "hello", "reset"], () => {
    if (got.rows.length <= perPage) got.again();
    else setNews(true);
  });
  const update = () => {
    setNews(false);
    got.again();
  };
  return { got, news, update };
}

export default function Inbox() {
  const { got, news, update } = useInbox();
  const [open, setOpen] = useState<number | null>(null);
  const { rows } = got;
  return (
    <Page title="Inbox">
      <div role="status">
        {news && (
          <Button variant="secondary" onClick={update} __next40pxDefaultSize>
            Something came in: show the newest
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        got.error ? (
          <Failed
            what="The inbox could not be read"
            error={got.error}
            again={got.again}
          />
        ) : got.loading ? (
          <Loading what="Reading the inbox" />
        ) : (
          <Empty
            title="No delivery yet"
            acts={<a href={href("/stores")}>Look at the stores</a>}
          >
            <p>
              Stores deliver when an order is made or changed. Nothing is lost
              meanwhile: they are also asked regularly.
            </p>
          </Empty>
        )
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
      <ShowMore of={got} />
      {open !== null && (
        <DeliveryDialog
          seq={open}
          onClose={() => setOpen(null)}
          replayed={update}
        />
      )}
    </Page>
  );
}
