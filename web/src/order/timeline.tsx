// The journal as a timeline: people, automatic steps, the store and the
// providers, each marked as such.
import { Button, SelectControl } from "@wordpress/components";
import { useState } from "react";
import { dateOnly, exactTime } from "../format/format";
import { Empty, Failed, Loading } from "../parts/state";
import { Card } from "../parts/card";
import { Told } from "./outside";
import type { Actor, JournalEntry, Order } from "./types";
import { useJournal } from "./use_journal";
import { actors, kindGroups } from "./words";

interface Props {
  order: Order;
  path: string;
  may: boolean;
  exchanges: (reference: string) => void;
}

const allActors = Object.keys(actors) as Actor[];

/** The part an entry is about, where there is something to show of it. */
export function referenceIn(
  entry: JournalEntry,
  references: readonly string[],
): string | undefined {
  if (!/^(part|submission|retry)\b/.test(entry.kind)) return undefined;
  return references.find((r) => entry.text.includes(r));
}

// The day stands above.
function clockTime(iso: string): string {
  const at = Date.parse(iso);
  return Number.isFinite(at)
    ? new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(at)
    : iso;
}

function Entry({
  entry,
  reference,
  exchanges,
}: {
  entry: JournalEntry;
  reference: string | undefined;
  exchanges: (reference: string) => void;
}) {
  return (
    <li className={`entry is-${entry.actor}`}>
      <time
        className="entry-time"
        dateTime={entry.at}
        title={exactTime(entry.at)}
      >
        {clockTime(entry.at)}
      </time>
      <div>
        <p>
          <Told text={entry.text} />
        </p>
        <p className="entry-by">
          <span className="actor">{actors[entry.actor]}</span>
          {entry.by && entry.by !== entry.actor && <bdi>{entry.by}</bdi>}
          <code>{entry.kind}</code>
          {reference && (
            <Button variant="link" onClick={() => exchanges(reference)}>
              Show payload
            </Button>
          )}
        </p>
      </div>
    </li>
  );
}

function Filter({
  kinds,
  setKinds,
  chosen,
  toggle,
}: {
  kinds: string;
  setKinds: (kinds: string) => void;
  chosen: readonly Actor[];
  toggle: (actor: Actor) => void;
}) {
  return (
    <div className="timeline-filter">
      <SelectControl
        label="Show"
        value={kinds}
        options={kindGroups.map((g) => ({ label: g.label, value: g.kinds }))}
        onChange={setKinds}
        __next40pxDefaultSize
      />
      <fieldset>
        <legend>Done by</legend>
        <div className="acts">
          {allActors.map((a) => (
            <Button
              key={a}
              variant="secondary"
              __next40pxDefaultSize
              isPressed={chosen.includes(a)}
              onClick={() => toggle(a)}
            >
              {actors[a]}
            </Button>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function byDay(entries: readonly JournalEntry[]): [string, JournalEntry[]][] {
  const days = new Map<string, JournalEntry[]>();
  for (const e of entries) {
    const day = dateOnly(e.at);
    days.set(day, [...(days.get(day) ?? []), e]);
  }
  return [...days];
}

export function Timeline({ order, path, may, exchanges }: Props) {
  const [kinds, setKinds] = useState("");
  const [chosen, setChosen] = useState<readonly Actor[]>([]);
  const journal = useJournal(path, { kinds, actors: chosen }, order.version);
  const toggle = (a: Actor) =>
    setChosen(
      chosen.includes(a) ? chosen.filter((c) => c !== a) : [...chosen, a],
    );
  const references = order.parts.map((p) => p.reference);
  const entries = journal.entries.toReversed();
  return (
    <Card title="Timeline">
      <Filter
        kinds={kinds}
        setKinds={setKinds}
        chosen={chosen}
        toggle={toggle}
      />
      {journal.error ? (
        <Failed
          what="The journal could not be read"
          error={journal.error}
          again={journal.again}
        />
      ) : entries.length === 0 ? (
        journal.loading ? (
          <Loading />
        ) : journal.older ? (
          <p>Nothing of that kind is among the newest.</p>
        ) : (
          <Empty title="Nothing of that kind happened" />
        )
      ) : (
        byDay(entries).map(([day, all]) => (
          <section key={day} className="day">
            <h3>{day}</h3>
            <ol className="timeline">
              {all.map((e) => (
                <Entry
                  key={e.seq}
                  entry={e}
                  reference={may ? referenceIn(e, references) : undefined}
                  exchanges={exchanges}
                />
              ))}
            </ol>
          </section>
        ))
      )}
      {journal.older && (
        <Button
          variant="secondary"
          size="compact"
          isBusy={journal.loading}
          onClick={journal.older}
        >
          Show older
        </Button>
      )}
    </Card>
  );
}
