// Which deliveries are shown: the address says it.
import { SelectControl } from "@wordpress/components";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { navigate } from "../shell/router";
import { verdicts } from "./words";

export interface Filter {
  store: string;
  topic: string;
  verdict: string;
}

export const readFilter = (query: URLSearchParams): Filter => ({
  store: query.get("store") ?? "",
  topic: query.get("topic") ?? "",
  verdict: query.get("verdict") ?? "",
});

export const isFiltered = (f: Filter) => Object.values(f).some(Boolean);

/** In the address, and for the API. */
export const said = (f: Filter): Record<string, string> =>
  Object.fromEntries(Object.entries(f).filter(([, value]) => value));

/** What stores are asked to announce. */
const topics = [
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
];

/** All there are, and the one that is chosen, whatever it may be. */
function choices(names: string[], chosen: string, any: string) {
  return [
    { value: "", label: any },
    ...[...new Set([...names, chosen])]
      .filter(Boolean)
      .map((value) => ({ value, label: value })),
  ];
}

export function Filters({ filter }: { filter: Filter }) {
  const stores = useHealth()?.stores.map((s) => s.name) ?? [];
  const change = (with_: Partial<Filter>) =>
    navigate(href("/inbox", said({ ...filter, ...with_ })));
  return (
    <form className="filters" role="search" aria-label="Deliveries">
      <SelectControl
        label="Store"
        value={filter.store}
        options={choices(stores, filter.store, "All")}
        onChange={(store) => change({ store })}
        __next40pxDefaultSize
      />
      <SelectControl
        label="Topic"
        value={filter.topic}
        options={choices(topics, filter.topic, "All")}
        onChange={(topic) => change({ topic })}
        __next40pxDefaultSize
      />
      <SelectControl
        label="Came of it"
        value={filter.verdict}
        options={[
          { value: "", label: "Anything" },
          ...Object.entries(verdicts).map(([value, label]) => ({
            value,
            label,
          })),
        ]}
        onChange={(verdict) => change({ verdict })}
        __next40pxDefaultSize
      />
      {isFiltered(filter) && <a href={href("/inbox")}>Clear the filters</a>}
    </form>
  );
}
