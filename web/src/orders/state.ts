// What the list shows, as the address says it: filters, search, sort, page.
import type {
  OrderQuery,
  OrderSort,
  OrderType,
  SearchField,
  SubmitStatus,
  Tab,
} from "../api/types";
import type { Query } from "../api/client";
import { orderTypes, submitStatuses, tabNames } from "../format/words";

export interface ListState {
  tab: Tab;
  store: string[];
  status: string[];
  submit_status: SubmitStatus[];
  type: OrderType[];
  provider: string[];
  attention: string[];
  needs_attention: boolean | null;
  created_from: string;
  created_to: string;
  due_from: string;
  due_to: string;
  search: string;
  search_in: SearchField | "";
  sort: OrderSort;
  /** Where the page begins; "" at the start. */
  cursor: string;
  /** So many orders stand before the page; the size of pages may change. */
  above: number;
}

export const sorts: OrderSort[] = ["created", "-created", "due", "-due"];
export const searchFields: SearchField[] = [
  "id",
  "number",
  "name",
  "email",
  "sku",
  "tracking",
];

/** Some tabs are looked at for what comes next. */
export function usualSort(tab: Tab): OrderSort {
  return tab === "counting_down" ? "due" : "-created";
}

export const beginning: ListState = {
  tab: "all",
  store: [],
  status: [],
  submit_status: [],
  type: [],
  provider: [],
  attention: [],
  needs_attention: null,
  created_from: "",
  created_to: "",
  due_from: "",
  due_to: "",
  search: "",
  search_in: "",
  sort: "-created",
  cursor: "",
  above: 0,
};

function oneOf<T extends string>(
  text: string | null,
  all: readonly T[],
  otherwise: T,
): T {
  return all.find((v) => v === text) ?? otherwise;
}

function list(text: string | null): string[] {
  return [...new Set((text ?? "").split(",").filter(Boolean))];
}

function known<T extends string>(text: string | null, all: object): T[] {
  return list(text).filter((v): v is T => Object.hasOwn(all, v));
}

/** Whatever an address says becomes a state; what makes no sense is left. */
export function readState(query: URLSearchParams): ListState {
  const tab = oneOf(query.get("tab"), Object.keys(tabNames) as Tab[], "all");
  const attention = query.get("needs_attention");
  const above = Number(query.get("above"));
  const cursor = query.get("cursor") ?? "";
  return {
    tab,
    store: list(query.get("store")),
    status: list(query.get("status")),
    submit_status: known(query.get("submit_status"), submitStatuses),
    type: known(query.get("type"), orderTypes),
    provider: list(query.get("provider")),
    attention: list(query.get("attention")),
    needs_attention:
      attention === "true" ? true : attention === "false" ? false : null,
    created_from: query.get("created_from") ?? "",
    created_to: query.get("created_to") ?? "",
    due_from: query.get("due_from") ?? "",
    due_to: query.get("due_to") ?? "",
    search: query.get("search") ?? "",
    search_in: oneOf(query.get("search_in"), ["", ...searchFields], ""),
    sort: oneOf(query.get("sort"), sorts, usualSort(tab)),
    cursor,
    above: cursor && Number.isSafeInteger(above) && above > 0 ? above : 0,
  };
}

/** The filters as the API takes them in a list or in bulk. */
export function filtersOf(s: ListState): OrderQuery {
  const out: OrderQuery = {};
  if (s.tab !== "all") out.tab = s.tab;
  if (s.store.length) out.store = s.store;
  if (s.status.length) out.status = s.status;
  if (s.submit_status.length) out.submit_status = s.submit_status;
  if (s.type.length) out.type = s.type;
  if (s.provider.length) out.provider = s.provider;
  if (s.attention.length) out.attention = s.attention;
  if (s.needs_attention !== null) out.needs_attention = s.needs_attention;
  if (s.created_from) out.created_from = s.created_from;
  if (s.created_to) out.created_to = s.created_to;
  if (s.due_from) out.due_from = s.due_from;
  if (s.due_to) out.due_to = s.due_to;
  if (s.search) {
    out.search = s.search;
    if (s.search_in) out.search_in = s.search_in;
  }
  return out;
}

export function apiQuery(s: ListState, limit: number): Query {
  return {
    ...(filtersOf(s) as Query),
    sort: s.sort,
    limit,
    cursor: s.cursor,
  };
}

/** For the address; what is usual is not said. */
export function writeState(s: ListState): string {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(filtersOf(s)))
    all.set(name, String(value));
  // Chosen before a word is typed, and kept when it is cleared.
  if (!s.search && s.search_in) all.set("search_in", s.search_in);
  if (s.sort !== usualSort(s.tab)) all.set("sort", s.sort);
  if (s.cursor) {
    all.set("cursor", s.cursor);
    all.set("above", String(s.above));
  }
  const text = all.toString();
  return "/orders" + (text && "?" + text);
}

/** Another question begins at its first page. */
export function change(s: ListState, with_: Partial<ListState>): ListState {
  const next = { ...s, ...with_ };
  if (with_.tab && with_.tab !== s.tab && s.sort === usualSort(s.tab))
    next.sort = usualSort(with_.tab);
  if (!("cursor" in with_)) {
    next.cursor = "";
    next.above = 0;
  }
  return next;
}

/** Whether a filter or search hides something, whatever the tab. */
export function isFiltered(s: ListState): boolean {
  return Object.keys(filtersOf({ ...s, tab: "all" })).length > 0;
}

export function withoutFilters(s: ListState): ListState {
  return { ...beginning, tab: s.tab, sort: s.sort };
}
