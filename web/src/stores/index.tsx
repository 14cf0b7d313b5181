// The stores: how each is doing, a look at it now, and import.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { ImportDialog } from "../orders/import_dialog";
import { OfHealth } from "../parts/of_health";
import { Page } from "../parts/page";
import { Empty } from "../parts/state";
import { useMay } from "../shell/session";
import { StoreCard } from "./card";

export default function Stores() {
  const [importing, setImporting] = useState<string | null>(null);
  const may = useMay("operator");
  return (
    <Page title="Stores">
      <OfHealth what="how the stores are doing">
        {({ stores }) =>
          stores.length === 0 ? (
            <Empty title="No store yet">
              <p>
                Stores are named in the configuration: a <code>[[store]]</code>{" "}
                with its address and keys.
              </p>
            </Empty>
          ) : (
            <div className="cards">
              {stores.map((s) => (
                <StoreCard
                  key={s.name}
                  store={s}
                  whole
                  acts={
                    may && (
                      <Button
                        variant="secondary"
                        size="compact"
                        aria-label={`Import orders of ${s.name}`}
                        onClick={() => setImporting(s.name)}
                      >
                        Import…
                      </Button>
                    )
                  }
                />
              ))}
            </div>
          )
        }
      </OfHealth>
      {importing !== null && (
        <ImportDialog store={importing} onClose={() => setImporting(null)} />
      )}
    </Page>
  );
}
