// Above the list: tabs with counts, search, and views with a name.
import {
  Button,
  DropdownMenu,
  MenuGroup,
  MenuItem,
  SearchControl,
  SelectControl,
  TextControl,
} from "@wordpress/components";
import { chevronDown } from "@wordpress/icons";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { OrderList, SearchField, Tab } from "../api/types";
import { count } from "../format/format";
import { tabNames } from "../format/words";
import { Dialog } from "../parts/dialog";
import { say } from "../shell/messages";
import { usePreference } from "../shell/preferences";
import { change, searchFields, writeState, type ListState } from "./state";
import {
  presets,
  savedIn,
  saveView,
  stateOf,
  viewOf,
  type SavedView,
} from "./views";

interface ListProps {
  state: ListState;
  go: (with_: Partial<ListState>) => void;
}

export function Tabs({
  state,
  counts,
}: {
  state: ListState;
  counts: OrderList["tabs"] | undefined;
}) {
  return (
    <nav className="tabs" aria-label="Orders by state">
      <ul>
        {(Object.keys(tabNames) as Tab[]).map((tab) => (
          <li key={tab}>
            <a
              href={"#" + writeState(change(state, { tab }))}
              aria-current={state.tab === tab ? "page" : undefined}
            >
              {tabNames[tab]}
              {counts && <span className="count">{count(counts[tab])}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const fieldNames: Record<SearchField | "", string> = {
  "": "All fields",
  id: "Order ID",
  number: "Order number",
  name: "Customer name",
  email: "E-mail",
  sku: "SKU",
  tracking: "Tracking number",
};

const typingStops = 250;

/** What is typed is searched when the typing stops; Enter searches at once. */
export function Search({
  state,
  go,
  field,
}: ListProps & { field: RefObject<HTMLInputElement> }) {
  const [text, setText] = useState(state.search);
  const sent = useRef(state.search);
  useEffect(() => {
    // The address changed by itself: back, a tab, a view.
    if (state.search === sent.current) return;
    sent.current = state.search;
    setText(state.search);
  }, [state.search]);
  const send = (search: string) => {
    if (search === sent.current) return;
    sent.current = search;
    go({ search });
  };
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(text.trim()), typingStops);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <form
      role="search"
      className="search"
      onSubmit={(e) => {
        e.preventDefault();
        send(text.trim());
      }}
    >
      <SearchControl
        ref={field}
        label="Search orders"
        hideLabelFromVision
        placeholder="Search orders"
        value={text}
        onChange={setText}
      />
      <SelectControl
        label="Search in"
        hideLabelFromVision
        value={state.search_in}
        options={(["", ...searchFields] as const).map((value) => ({
          value,
          label: fieldNames[value],
        }))}
        onChange={(search_in) => go({ search_in })}
        __next40pxDefaultSize
      />
    </form>
  );
}

function SaveDialog({
  taken,
  save,
  onClose,
}: {
  taken: SavedView[];
  save: (name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const trimmed = name.trim();
  const locked = presets.some((p) => p.name === trimmed);
  const replaces = taken.some((v) => v.name === trimmed);
  return (
    <Dialog title="Save this view" onClose={onClose} size="small">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (!trimmed || locked) return;
          save(trimmed);
          onClose();
        }}
      >
        <TextControl
          label="Name"
          value={name}
          maxLength={60}
          onChange={setName}
          help={
            locked
              ? "This name belongs to a view that can not be changed."
              : replaces
                ? "You have a view of this name; it will be replaced."
                : "Tab, filters, search and order are kept; only you see it."
          }
          __next40pxDefaultSize
        />
        <div className="dialog-acts">
          <Button variant="tertiary" onClick={onClose} __next40pxDefaultSize>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!trimmed || locked}
            accessibleWhenDisabled
            __next40pxDefaultSize
          >
            {replaces && !locked ? "Replace view" : "Save view"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function Views({ state, show }: ViewsProps) {
  const [kept, keep] = usePreference<unknown>("orders.saved", []);
  const [saving, setSaving] = useState(false);
  const mine = savedIn(kept);
  const current = viewOf(state, mine);
  const own = current && mine.includes(current);
  const group = (label: string, views: SavedView[], close: () => void) => (
    <MenuGroup label={label}>
      {views.map((view) => (
        <MenuItem
          key={view.name}
          role="menuitemradio"
          isSelected={view === current}
          onClick={() => {
            show(stateOf(view));
            close();
          }}
        >
          {view.name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
  return (
    <>
      <DropdownMenu
        icon={chevronDown}
        label="Views"
        text={current?.name ?? "View, changed"}
        toggleProps={{ iconPosition: "right", variant: "tertiary" }}
        className="views"
      >
        {({ onClose }) => (
          <>
            {group("Views", presets, onClose)}
            {mine.length > 0 && group("My views", mine, onClose)}
            <MenuGroup>
              <MenuItem
                disabled={current !== null}
                onClick={() => {
                  onClose();
                  setSaving(true);
                }}
              >
                Save this view…
              </MenuItem>
              {own && (
                <MenuItem
                  isDestructive
                  onClick={() => {
                    onClose();
                    keep(mine.filter((v) => v !== current));
                    say.success(`The view “${current.name}” is removed.`, {
                      label: "Undo",
                      do: () => keep(mine),
                    });
                  }}
                >
                  Remove this view
                </MenuItem>
              )}
            </MenuGroup>
          </>
        )}
      </DropdownMenu>
      {saving && (
        <SaveDialog
          taken={mine}
          save={(name) => {
            keep(saveView(mine, name, state));
            say.success(`The view “${name}” is saved.`);
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

interface ViewsProps {
  state: ListState;
  show: (state: ListState) => void;
}
