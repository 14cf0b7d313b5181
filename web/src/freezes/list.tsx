// The freezes in force, each with who made it, why and until when.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { Freeze } from "../api/types";
import { sentence } from "../format/words";
import { FlatTable } from "../parts/flat_table";
import { Time } from "../parts/time";
import { useMay } from "../shell/session";
import { LiftDialog } from "./lift_dialog";
import { makerOf, reachOf } from "./words";

export function FreezeList({ freezes }: { freezes: Freeze[] }) {
  const [lifting, setLifting] = useState<Freeze | null>(null);
  const may = useMay("operator");
  return (
    <>
      <FlatTable
        caption="Freezes in force"
        rows={freezes}
        keyOf={(f) => f.id}
        columns={[
          { name: "Frozen", cell: (f) => sentence(reachOf(f)) },
          { name: "Reason", cell: (f) => sentence(f.reason) },
          { name: "By", cell: makerOf },
          { name: "Since", cell: (f) => <Time at={f.since} as="brief" /> },
          {
            name: "Until",
            cell: (f) =>
              f.until ? (
                <Time at={f.until} as="brief" />
              ) : f.by_itself ? (
                "it ends by itself"
              ) : (
                "somebody lifts it"
              ),
          },
          ...(may
            ? [
                {
                  name: "Acts",
                  cell: (f: Freeze) => (
                    <Button
                      variant="secondary"
                      size="compact"
                      aria-label={`Lift the freeze of ${reachOf(f)}`}
                      onClick={() => setLifting(f)}
                    >
                      Lift…
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {lifting && (
        <LiftDialog freeze={lifting} onClose={() => setLifting(null)} />
      )}
    </>
  );
}
