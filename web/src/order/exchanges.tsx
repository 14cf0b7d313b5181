// What was said to and by a provider about one part: the ledger. For
// operators; the bytes are shown as they went over the line.
import { Dialog } from "../parts/dialog";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import type { Ledger, LedgerEntry } from "./types";
import { exchangeKind } from "./words";

/** JSON with a member a line; all else as it is. */
export function legible(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Bytes({ label, text }: { label: string; text: string | null }) {
  if (!text) return null;
  return (
    <details>
      <summary>{label}</summary>
      <pre tabIndex={0}>{legible(text)}</pre>
    </details>
  );
}

function Entry({ entry }: { entry: LedgerEntry }) {
  return (
    <li>
      <p>
        <strong>{exchangeKind(entry.kind)}</strong>
        {entry.status > 0 && ` · HTTP ${entry.status}`} · attempt{" "}
        {entry.attempt}
        {entry.trigger && ` · for ${entry.trigger}`}
        <br />
        <small>
          <Time at={entry.at} />
          {entry.payload_hash && (
            <>
              {" "}
              · SHA-256 <code className="hash">{entry.payload_hash}</code>
            </>
          )}
        </small>
      </p>
      <Bytes label="What was sent" text={entry.payload} />
      <Bytes
        label={
          entry.kind === "intended"
            ? "The print files as they were"
            : "What was answered"
        }
        text={entry.words}
      />
    </li>
  );
}

interface Props {
  path: string;
  reference: string;
  onClose: () => void;
}

export function Exchanges({ path, reference, onClose }: Props) {
  const got = useGet<Ledger>(`${path}/ledger`);
  const part = got.data?.parts.find((p) => p.reference === reference);
  return (
    <Dialog
      title={`Exchanges about ${reference}`}
      onClose={onClose}
      size="large"
      light
    >
      {part ? (
        part.entries.length > 0 ? (
          <ol className="exchanges">
            {part.entries.map((e, i) => (
              <Entry key={i} entry={e} />
            ))}
          </ol>
        ) : (
          <Empty title="Nothing was sent yet" />
        )
      ) : got.error ? (
        <Failed
          what="The exchanges could not be read"
          error={got.error}
          again={got.again}
        />
      ) : got.loading ? (
        <Loading />
      ) : (
        <Empty title="The order has no such part" />
      )}
    </Dialog>
  );
}
