import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apiQuery,
  beginning,
  change,
  filtersOf,
  isFiltered,
  readState,
  writeState,
} from "../../../web/src/orders/state";
import { ownStatuses } from "../../../web/src/orders/use_statuses";
import {
  presets,
  queryOf,
  savedIn,
  saveView,
  stateOf,
  viewOf,
} from "../../../web/src/orders/views";

const read = (text: string) => readState(new URLSearchParams(text));
const queryIn = (address: string) => address.split("?")[1] ?? "";

test("an address that says nothing is the usual list", () => {
  assert.deepEqual(read(""), beginning);
  assert.equal(writeState(beginning), "/orders");
});

test("a state comes back from its own address", () => {
  const state = change(beginning, {
    tab: "on_hold",
    store: ["shop", "zwei läden"],
    status: ["on-hold"],
    type: ["in_app", "amazon"],
    submit_status: ["failed"],
    attention: ["twin", "drift.lines"],
    needs_attention: false,
    due_from: "2026-11-23T13:00:00Z",
    due_to: "2026-11-23T14:00:00Z",
    search: "Bjørn & Co, 50%",
    search_in: "name",
    sort: "created",
    cursor: "b+/=",
    above: 100,
  });
  assert.deepEqual(read(queryIn(writeState(state))), state);
});

test("what makes no sense in an address is left out", () => {
  const state = read(
    "tab=none&type=amazon,boat&submit_status=x&sort=total&above=7&search_in=z",
  );
  assert.deepEqual(state, { ...beginning, type: ["amazon"] });
});

test("another filter begins at the first page, another page does not", () => {
  const second = change(beginning, { cursor: "c", above: 50 });
  assert.equal(second.above, 50);
  const filtered = change(second, { type: ["other"] });
  assert.deepEqual([filtered.cursor, filtered.above], ["", 0]);
});

test("the countdown tab is sorted by deadline unless one chose otherwise", () => {
  const tab = change(beginning, { tab: "counting_down" });
  assert.equal(tab.sort, "due");
  assert.equal(change(tab, { tab: "all" }).sort, "-created");
  const chosen = change(beginning, { sort: "created" });
  assert.equal(change(chosen, { tab: "counting_down" }).sort, "created");
});

test("the field to search in goes only with something to search", () => {
  const state = change(beginning, { search_in: "sku" });
  assert.deepEqual(filtersOf(state), {});
  assert.equal(apiQuery(state, 50)["search_in"], undefined);
});

test("a tab alone is no filter", () => {
  assert.equal(isFiltered(change(beginning, { tab: "shipped" })), false);
  assert.equal(isFiltered(change(beginning, { search: "x" })), true);
});

test("each preset is a view of its own and comes back from its query", () => {
  assert.equal(new Set(presets.map((p) => p.query)).size, presets.length);
  for (const preset of presets)
    assert.equal(viewOf(stateOf(preset), []), preset);
});

test("a changed view has no name until it is saved, whatever the page", () => {
  const state = change(beginning, { search: "carter" });
  assert.equal(viewOf(state, []), null);
  const mine = saveView([], "Carter", state);
  assert.equal(viewOf(state, mine)?.name, "Carter");
  const later = change(state, { cursor: "c", above: 50 });
  assert.equal(viewOf(later, mine)?.name, "Carter");
});

test("saving under a name one has replaces that view", () => {
  const mine = saveView([], "A", change(beginning, { search: "1" }));
  const other = change(beginning, { search: "2" });
  const then = saveView(mine, "A", other);
  assert.deepEqual(then, [{ name: "A", query: queryOf(other) }]);
});

test("kept views that are none are passed over", () => {
  assert.deepEqual(savedIn("x"), []);
  assert.deepEqual(savedIn([null, { name: 1 }, { name: "a", query: "" }]), [
    { name: "a", query: "" },
  ]);
});

test("the field to search is kept before a word is typed and after", () => {
  const chosen = change(beginning, { search_in: "sku" });
  assert.deepEqual(read(queryIn(writeState(chosen))), chosen);
  const cleared = change(change(chosen, { search: "MUG" }), { search: "" });
  assert.equal(read(queryIn(writeState(cleared))).search_in, "sku");
  assert.equal(isFiltered(chosen), false);
  assert.equal(queryOf(chosen), "");
  assert.equal(apiQuery(chosen, 50)["search_in"], undefined);
});

test("a status of the shop's own can be filtered by, shown or not", () => {
  assert.equal(
    ownStatuses(["processing", "in-print"], ["awaiting-art"], ["in-print"]),
    "awaiting-art,checkout-draft,in-print,trash",
  );
});
