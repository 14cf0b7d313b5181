import { useState } from "react";
import { api, newKey } from "../api/client";
import type { Freeze } from "../api/types";
import { Confirm } from "../parts/dialog";
import { readHealth } from "../shell/health";
import { say } from "../shell/messages";
import { reachOf } from "./words";

export function LiftDialog({
  freeze,
  onClose,
}: {
  freeze: Freeze;
  onClose: () => void;
}) {
  const [key] = useState(newKey);
  const reach = reachOf(freeze);
  const act = async () => {
    await api.post(`/freezes/${freeze.id}/lift`, {}, { key });
    readHealth();
    say.success(`The freeze is lifted: ${reach}.`);
  };
  return (
    <Confirm
      title="Lift the freeze"
      label="Lift"
      removes
      act={act}
      onClose={onClose}
    >
      <p>
        Submissions of <strong>{reach}</strong> go on. Orders whose countdown
        ended meanwhile are submitted now, one by one.
      </p>
      <p>Reason of the freeze: {freeze.reason || "none given"}</p>
    </Confirm>
  );
}
