// What waits for a person, by reason.
import type { Board } from "../api/types";
import { counted } from "../format/format";
import { Card } from "../parts/card";
import { reasonsOf } from "./board";

export function Attention({ board }: { board: Board }) {
  const reasons = reasonsOf(board);
  return (
    <Card title="Needs attention">
      {reasons.length === 0 ? (
        <p>Nothing waits for a person.</p>
      ) : (
        <ul className="reasons">
          {reasons.map((r) => (
            <li key={r.code}>
              <a href={r.href}>
                <strong>{counted(r.count, "order")}</strong> {r.words}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
