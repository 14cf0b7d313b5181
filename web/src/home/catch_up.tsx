// After a downtime: whether what fell due meanwhile may go.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { api, newKey } from "../api/client";
import type { CatchUp } from "../api/types";
import { count, counted } from "../format/format";
import { Card } from "../parts/card";
import { Confirm } from "../parts/dialog";
import { Time } from "../parts/time";
import { serverNow } from "../shell/clock";
import { readHealth } from "../shell/health";
import { say } from "../shell/messages";
import { useMay } from "../shell/session";
import { overdueHref } from "./board";

function Approve({ asked, onClose }: { asked: CatchUp; onClose: () => void }) {
  const [key] = useState(newKey);
  const act = async () => {
    await api.post("/catch-up/approve", {}, { key });
    readHealth();
    say.success("Overdue orders go now, one by one.");
  };
  return (
    <Confirm
      title="Submit what is overdue"
      label={`Submit ${counted(asked.waiting, "order")}`}
      act={act}
      onClose={onClose}
    >
      <p>
        {counted(asked.waiting, "order")} {asked.waiting === 1 ? "is" : "are"}{" "}
        submitted now, one by one, each after its usual checks. Submissions can
        not be undone here.
      </p>
    </Confirm>
  );
}

export function CatchUpCard({ asked }: { asked: CatchUp }) {
  const [open, setOpen] = useState(false);
  const may = useMay("operator");
  if (!asked.asks)
    return asked.waiting > 0 ? (
      <p role="status">
        {counted(asked.waiting, "overdue order")}{" "}
        {asked.waiting === 1 ? "goes" : "go"} one by one.
      </p>
    ) : null;
  return (
    <Card title="May they go?" className="is-asking">
      <p>
        <strong>
          {counted(asked.waiting, "order")} {asked.waiting === 1 ? "is" : "are"}{" "}
          overdue
        </strong>
        {asked.oldest && (
          <>
            , the oldest since <Time at={asked.oldest} />
          </>
        )}
        ; {count(asked.missed)} fell due while the service was down. They wait
        until somebody says that they may go.
      </p>
      <p className="acts">
        <a href={overdueHref(serverNow())}>Look at them first</a>
        {may && (
          <Button
            variant="primary"
            onClick={() => setOpen(true)}
            __next40pxDefaultSize
          >
            Submit them…
          </Button>
        )}
      </p>
      {open && <Approve asked={asked} onClose={() => setOpen(false)} />}
    </Card>
  );
}
