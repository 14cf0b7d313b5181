// What stands still, and why.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { Page } from "../parts/page";
import { Empty, Loading } from "../parts/state";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { useMay } from "../shell/session";
import { FreezeDialog } from "./freeze_dialog";
import { FreezeList } from "./list";

export default function Freezes() {
  const health = useHealth();
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
      {!health ? (
        <Loading />
      ) : health.freezes.length === 0 ? (
        <Empty title="Nothing is frozen">
          <p>Orders are submitted when their countdown ends.</p>
        </Empty>
      ) : (
        <FreezeList freezes={health.freezes} />
      )}
      {admin && (
        <p className="hint">
          Those of the past are in the <a href={href("/audit")}>audit log</a>.
        </p>
      )}
      {open && <FreezeDialog onClose={() => setOpen(false)} />}
    </Page>
  );
}
