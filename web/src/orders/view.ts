// The list's state as the toolkit's table knows it, and back.
import type { Filter, View } from "@wordpress/dataviews";
import { sorts, type ListState } from "./state";
import { usualColumns } from "./cells";
import type { OrderSort } from "../api/types";

export interface Looks {
  columns: string[];
  perPage: number;
  density: "comfortable" | "balanced" | "compact";
}

export const usualLooks: Looks = {
  columns: usualColumns,
  perPage: 50,
  density: "compact",
};

export const perPageSizes = [25, 50, 100, 200];

/** Whatever was kept, a table can be drawn with it. */
export function looksIn(kept: unknown): Looks {
  const k = (kept ?? {}) as Partial<Looks>;
  const columns = Array.isArray(k.columns)
    ? k.columns.filter((c) => typeof c === "string")
    : usualColumns;
  return {
    columns: columns.includes("created") ? columns : ["created", ...columns],
    perPage: perPageSizes.find((n) => n === k.perPage) ?? usualLooks.perPage,
    density: k.density ?? usualLooks.density,
  };
}

const listFilters = [
  "status",
  "type",
  "submit_status",
  "provider",
  "store",
] as const;

/** `asked`: filters that were added and have no value yet: the address does
 *  not know them, the chip must stay all the same. */
export function viewFor(
  s: ListState,
  looks: Looks,
  asked: readonly string[],
): View {
  const filters: Filter[] = [];
  const open = new Set(asked);
  for (const field of listFilters)
    if (s[field].length > 0 || open.has(field))
      filters.push({
        field,
        operator: "isAny",
        value: s[field].length > 0 ? s[field] : undefined,
      });
  if (s.needs_attention !== null || open.has("needs_attention"))
    filters.push({
      field: "needs_attention",
      operator: "is",
      value: s.needs_attention === null ? undefined : String(s.needs_attention),
    });
  const descending = s.sort.startsWith("-");
  return {
    type: "table",
    // Paging is by cursor and ours; one page keeps the toolkit content.
    page: 1,
    perPage: looks.perPage,
    search: s.search,
    filters,
    sort: {
      field: descending ? s.sort.slice(1) : s.sort,
      direction: descending ? "desc" : "asc",
    },
    titleField: "created",
    showTitle: false,
    fields: looks.columns,
    layout: {
      density: looks.density,
      styles: { total: { align: "end" }, items: { align: "end" } },
    },
  };
}

export interface FromView {
  change: Partial<ListState>;
  looks: Looks;
  asked: string[];
}

export function fromView(view: View, looks: Looks): FromView {
  const filters = view.filters ?? [];
  const value = (field: string): unknown =>
    filters.find((f) => f.field === field)?.value;
  const values = (field: string): string[] => {
    const v = value(field);
    return Array.isArray(v) ? v.map(String) : v == null ? [] : [String(v)];
  };
  const attention = value("needs_attention");
  const way = view.sort?.direction === "desc" ? "-" : "";
  const sort = sorts.find((o) => o === way + (view.sort?.field ?? ""));
  const layout = "layout" in view ? view.layout : undefined;
  const density =
    layout && "density" in layout
      ? (layout.density as Looks["density"] | undefined)
      : undefined;
  return {
    change: {
      status: values("status"),
      type: values("type") as ListState["type"],
      submit_status: values("submit_status") as ListState["submit_status"],
      provider: values("provider"),
      store: values("store"),
      needs_attention: attention == null ? null : attention === "true",
      sort: sort ?? ("-created" satisfies OrderSort),
    },
    looks: {
      columns: view.fields ?? looks.columns,
      perPage: view.perPage ?? looks.perPage,
      density: density ?? looks.density,
    },
    asked: filters.map((f) => f.field),
  };
}
