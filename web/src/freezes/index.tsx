// What stands still, and why.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { OfHealth } from "../parts/of_health";
import { Page } from "../parts/page";
import { Empty } from "../parts/state";
import { href } from "../shell/href";
import { useMay } from "../shell/session";
import { FreezeDialog } from "./freeze_dialog";
import { FreezeList } from "./list";

export default function Freezes() {
  const [open, setOpen] = useState(false);
  const may = useMay("operator");
  const admin = useMay("admin");
  return (
    <Page
      title="Freezes"
      acts={
        may && (
          <Button
            variant="secondary"
            onClick={() => setOpen(true)}
            __next40pxDefaultSize
          >
            Freeze…
          </Button>
        )
      }
    >
      <OfHealth what="what is frozen">
        {({ freezes }) =>
          freezes.length === 0 ? (
            <Empty title="Nothing is frozen">
              <p>Orders are submitted when their countdown ends.</p>
            </Empty>
          ) : (
            <FreezeList freezes={freezes} />
          )
        }
      </OfHealth>
      {admin && (
        <p className="hint">
          Those of the past are in the <a href={href("/audit")}>audit log</a>.
        </p>
      )}
      {open && <FreezeDialog onClose={() => setOpen(false)} />}
    </Page>
  );
}
