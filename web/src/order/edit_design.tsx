// What the buyer chose on a line, changed in the store's order. The store's
// personalizer draws the design; here its words and files are said anew.
import {
  Button,
  CheckboxControl,
  TextareaControl,
  TextControl,
} from "@wordpress/components";
import { useState } from "react";
import { Time } from "../parts/time";
import { Told } from "./outside";
import { Plan, type Hands } from "./plan";
import type { Asked, Choice, Order, OrderLine } from "./types";

type Entry = OrderLine["edit"]["entries"][number];

const noLine: Choice = {
  allowed: false,
  code: "no_line",
  why: "the order has no such line",
  effect: "",
};

function Field({
  entry,
  value,
  onChange,
}: {
  entry: Entry;
  value: string;
  onChange: (value: string) => void;
}) {
  const common = { label: entry.name, value, onChange, maxLength: 4000 };
  return value.length > 60 && !entry.is_link ? (
    <TextareaControl {...common} rows={3} />
  ) : (
    <TextControl
      {...common}
      type={entry.is_link ? "url" : "text"}
      __next40pxDefaultSize
    />
  );
}

/** The first line that can be changed, if none is named. */
function lineOf(order: Order, id: number | undefined) {
  return (
    order.lines.find((l) => l.id === id) ??
    order.lines.find((l) => l.edit.allowed)
  );
}

export function EditDesign({ line: id, ...hands }: Hands & { line?: number }) {
  const { order } = hands;
  const [values, setValues] = useState<Record<number, string>>({});
  const [keeps, setKeeps] = useState(false);
  const line = lineOf(order, id);
  const entries = line?.edit.entries ?? [];
  const changed = entries.filter(
    (e) => (values[e.meta_id] ?? e.value) !== e.value,
  );
  const words = changed.some((e) => !e.is_link);
  const links = changed.some((e) => e.is_link);
  // Words that are drawn need a new drawing; whether they are, a person knows.
  const asksForFile =
    !links &&
    (words || line?.design_outdated) &&
    (line?.personalization.print_files.length ?? 0) > 0;
  return (
    <Plan
      {...hands}
      action="edit"
      choice={line?.edit ?? noLine}
      label="Save to the store"
      said={`Order ${order.number}: the store is asked to change it.`}
      body={() => {
        if (changed.length === 0 && !(line?.design_outdated && keeps))
          throw new Error("Nothing is changed yet.");
        return {
          line_id: line?.id,
          values: changed.map((e) => ({
            meta_id: e.meta_id,
            value: values[e.meta_id],
          })),
          keeps_print_files: asksForFile ? keeps : false,
        };
      }}
    >
      {entries.map((entry) => (
        <Field
          key={entry.meta_id}
          entry={entry}
          value={values[entry.meta_id] ?? entry.value}
          onChange={(value) => setValues({ ...values, [entry.meta_id]: value })}
        />
      ))}
      {asksForFile && (
        <>
          <CheckboxControl
            label="The print file is right as it is"
            help="It shows this already, or it never showed what is changed here."
            checked={keeps}
            onChange={setKeeps}
          />
          {!keeps && (
            <p className="note is-warning">
              The print file shows what was said before: the order waits until
              the store has a new one.
            </p>
          )}
        </>
      )}
    </Plan>
  );
}

/** A change the store does not have yet, beside its line. */
export function EditUnderWay({
  order,
  may,
  ask,
}: {
  order: Order;
  may: boolean;
  ask: (a: Asked) => void;
}) {
  const { edit } = order;
  if (!edit) return null;
  return (
    <div className={edit.refused ? "note is-error" : "note is-info"}>
      <p>
        <strong>
          {edit.refused
            ? "The store refused a change"
            : "A change is being written to the store"}
        </strong>
        , asked for by <bdi>{edit.by}</bdi> <Time at={edit.at} as="ago" />.
        {!edit.refused && edit.next_try && (
          <>
            {" "}
            Next try <Time at={edit.next_try} as="brief" />.
          </>
        )}
      </p>
      <ul>
        {edit.changes.map((c) => (
          <li key={c.meta_id}>
            <bdi>{c.key}</bdi>: <q>{c.from}</q> → <q>{c.to}</q>
          </li>
        ))}
      </ul>
      {edit.problem && (
        <p className="problem">
          <Told text={edit.problem} />
        </p>
      )}
      {may && order.actions["cancel-edit"].allowed && (
        <Button
          variant="secondary"
          size="compact"
          onClick={() => ask({ what: "cancel-edit" })}
        >
          Withdraw the change
        </Button>
      )}
    </div>
  );
}
