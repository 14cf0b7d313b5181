// Looks at a store or provider now, and tells which layer is broken, what
// that leads to and what to do.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { api, reasonOf } from "../api/client";
import type { Finding } from "../api/types";
import { sentence } from "../format/words";
import { Badge, type Tone } from "./badge";

const tones: Record<Finding["weight"], Tone> = {
  fine: "success",
  notice: "info",
  warning: "warning",
  error: "error",
};

const words: Record<Finding["weight"], string> = {
  fine: "Fine",
  notice: "Notice",
  warning: "Warning",
  error: "Error",
};

function One({ finding }: { finding: Finding }) {
  const { weight, layer, seen, means, todo } = finding;
  return (
    <li>
      <Badge tone={tones[weight]} text={words[weight]} />{" "}
      <strong>{layer}</strong>: {seen}
      {means && <p>{sentence(means)}</p>}
      {todo && (
        <p>
          <strong>To do:</strong> {sentence(todo)}
        </p>
      )}
    </li>
  );
}

/** `path`: "/stores/shop/doctor". */
export function Doctor({ path, of }: { path: string; of: string }) {
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const look = async () => {
    setBusy(true);
    setWhy("");
    try {
      const all = await api.get<{ findings: Finding[] }>(path);
      setFindings(all.findings);
    } catch (error) {
      setWhy(reasonOf(error));
    }
    setBusy(false);
  };
  return (
    <div className="doctor">
      <Button
        variant="secondary"
        size="compact"
        isBusy={busy}
        disabled={busy}
        accessibleWhenDisabled
        aria-label={`Check ${of} now`}
        onClick={() => void look()}
      >
        Check now
      </Button>
      <div role="status">
        {busy && <span className="screen-reader-text">Checking…</span>}
        {why && <p className="problem">{why}</p>}
        {findings && !busy && (
          <ul className="findings">
            {findings.map((f, i) => (
              <One key={i} finding={f} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
