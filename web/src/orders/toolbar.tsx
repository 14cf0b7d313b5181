// Above the list: tabs with counts, and search.
import { SearchControl, SelectControl } from "@wordpress/components";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { OrderList, SearchField, Tab } from "../api/types";
import { count } from "../format/format";
import { tabNames } from "../format/words";
import { change, searchFields, writeState, type ListState } from "./state";

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
