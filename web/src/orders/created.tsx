// The filter for when an order was made: days of the viewer's own zone.
import { Button, Dropdown, TextControl } from "@wordpress/components";
import { calendar, closeSmall } from "@wordpress/icons";
import { serverNow } from "../shell/clock";
import { dateOnly } from "../format/format";
import { dayBefore, dayBegins, dayEnds, dayOf, daysAgo } from "./days";
import type { ListState } from "./state";

interface Props {
  state: ListState;
  go: (with_: Partial<ListState>) => void;
}

const spans = [
  ["Today", 0],
  ["7 days", 6],
  ["30 days", 29],
] as const;

function says({ created_from, created_to }: ListState): string {
  const from = created_from && dateOnly(created_from);
  const to = created_to && dateOnly(dayBegins(dayBefore(created_to)));
  if (from && to) return from === to ? from : `${from} – ${to}`;
  return from ? `from ${from}` : to ? `until ${to}` : "";
}

export function Created({ state, go }: Props) {
  const text = says(state);
  const clear = () => go({ created_from: "", created_to: "" });
  return (
    <span className={text ? "created is-set" : "created"}>
      <Dropdown
        popoverProps={{ placement: "bottom-start" }}
        renderToggle={({ isOpen, onToggle }) => (
          <Button
            icon={calendar}
            size="compact"
            onClick={onToggle}
            aria-expanded={isOpen}
            {...(text ? { text: `Created ${text}` } : { label: "Created" })}
          />
        )}
        renderContent={({ onClose }) => (
          <div className="created-form">
            <div className="acts">
              {spans.map(([label, days]) => (
                <Button
                  key={label}
                  variant="secondary"
                  size="compact"
                  onClick={() => {
                    const first = daysAgo(days, serverNow());
                    go({ created_from: dayBegins(first), created_to: "" });
                    onClose();
                  }}
                >
                  {label}
                </Button>
              ))}
            </div>
            <TextControl
              label="First day"
              type="date"
              value={dayOf(state.created_from)}
              onChange={(day) => go({ created_from: dayBegins(day) })}
              __next40pxDefaultSize
            />
            <TextControl
              label="Last day"
              type="date"
              value={dayBefore(state.created_to)}
              onChange={(day) => go({ created_to: dayEnds(day) })}
              __next40pxDefaultSize
            />
          </div>
        )}
      />
      {text && (
        <Button
          icon={closeSmall}
          size="compact"
          label="Clear the filter: created"
          onClick={clear}
        />
      )}
    </span>
  );
}
