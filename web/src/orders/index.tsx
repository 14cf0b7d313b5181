// The orders list.
import { Button } from "@wordpress/components";
import { DataViews } from "@wordpress/dataviews";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BulkAction, Row } from "../api/types";
import { keepTrail } from "../order/trail";
import type { PageProps } from "../pages";
import { Page } from "../parts/page";
import { Failed, Loading } from "../parts/state";
import { useHealth } from "../shell/health";
import { narrow, useMedia } from "../shell/media";
import { usePreference } from "../shell/preferences";
import { navigate, replace } from "../shell/router";
import { useMay } from "../shell/session";
import { Cards } from "./cards";
import { CardsBar } from "./cards_bar";
import { fieldsFor } from "./cells";
import { Created } from "./created";
import { Dialogs, type Open } from "./dialogs";
import { NoOrders } from "./empty";
import { Narrowed } from "./narrowed";
import { useListKeys } from "./list_keys";
import { keyOf, orderOf } from "./live";
import { Pager } from "./pager";
import {
  choose,
  isSelected,
  nothing,
  requestOf,
  sizeOf,
  toggle,
  type Selection,
} from "./selection";
import { SelectionBar } from "./selection_bar";
import {
  change,
  isFiltered,
  readState,
  withoutFilters,
  writeState,
  type ListState,
} from "./state";
import { rowActions } from "./table";
import { Search, Tabs } from "./toolbar";
import { Waiting } from "./waiting";
import { rowOf, useOrders } from "./use_orders";
import { useSelection } from "./use_selection";
import { useStatuses } from "./use_statuses";
import { fromView, looksIn, perPageSizes, viewFor } from "./view";
import { queryOf } from "./views";
import { Views } from "./views_menu";

export default function Orders({ query }: PageProps) {
  const state = useMemo(() => readState(query), [query]);
  const [keptLooks, setLooks] = usePreference<unknown>("orders.looks", null);
  const looks = useMemo(() => looksIn(keptLooks), [keptLooks]);
  const [asked, setAsked] = useState<string[]>([]);
  const { list, above, error, loading, again, ...waiting } = useOrders(
    state,
    looks.perPage,
  );
  const [selection, setSelection] = useSelection(state);
  const [open, setOpen] = useState<Open | null>(null);
  const health = useHealth();
  const may = useMay("operator");
  const cards = useMedia(narrow);
  const listAt = useRef<HTMLDivElement>(null);
  const searchAt = useRef<HTMLInputElement>(null);

  const rows = useMemo(() => list?.orders ?? [], [list]);
  const own = useStatuses(rows, state.status);
  const fields = useMemo(
    () => fieldsFor(health, own, state),
    [health, own, state],
  );
  const total = list?.total ?? 0;
  const selected = sizeOf(selection, total);

  const show = (next: ListState) => navigate(writeState(next));
  const go = (with_: Partial<ListState>) => {
    const next = change(state, with_);
    // A word that is typed on is one step back, not one for each letter.
    if (with_.search !== undefined && state.search) replace(writeState(next));
    else show(next);
  };
  const peek = useCallback((row: Row) => setOpen({ what: "peek", row }), []);
  const act = useCallback(
    (action: BulkAction, row: Row) =>
      setOpen({ what: "act", action, order: orderOf(keyOf(row)) }),
    [],
  );
  const bulk = (action: BulkAction) =>
    setOpen({ what: "bulk", action, request: requestOf(selection, state) });
  const actions = useMemo(
    () => rowActions({ may, peek, act }),
    [may, peek, act],
  );
  // What had the focus goes with what it did.
  const lead = () => {
    if (document.activeElement?.closest(".selection-bar, .fresh"))
      listAt.current?.focus({ preventScroll: true });
  };
  const select = (next: Selection) => {
    lead();
    setSelection(next);
  };
  const flip = (key: string) => may && setSelection(toggle(selection, key));

  useListKeys({
    ready: rows.length > 0,
    list: listAt,
    search: searchAt,
    toggle: flip,
    peek: (key) => {
      const row = rowOf(list, key);
      if (row) peek(row);
    },
    act: (action, key) => {
      if (!may) return false;
      if (selected > 0) return (bulk(action), true);
      const row = key === null ? undefined : rowOf(list, key);
      if (!row) return false;
      const held = row.status === "on-hold";
      act(action === "hold" && held ? "release" : action, row);
      return true;
    },
    clear: () => selected > 0 && (select(nothing), true),
  });

  // Another page is read from its first row on.
  const seen = useRef(state.cursor);
  useEffect(() => {
    if (seen.current === state.cursor) return;
    seen.current = state.cursor;
    const at = listAt.current;
    if (at && at.getBoundingClientRect().top < 0) at.scrollIntoView();
  }, [state.cursor]);

  // For the way along the list from the page of one of its orders.
  useEffect(() => {
    if (list)
      keepTrail({ back: writeState(state), keys: list.orders.map(keyOf) });
  }, [list, state]);

  // The toolkit's table has no caption.
  useEffect(() => {
    listAt.current
      ?.querySelector("table")
      ?.setAttribute("aria-label", "Orders");
  });

  const view = viewFor(state, looks, asked);
  const pageKeys = rows.map(keyOf);
  const here = pageKeys.filter((key) => isSelected(selection, key));
  const pageSelected = rows.length > 0 && here.length === rows.length;

  const body = () => {
    if (!list)
      return error ? (
        <Failed
          what="The orders could not be read"
          error={error}
          again={again}
        />
      ) : (
        <Loading what="Reading orders" />
      );
    if (rows.length === 0)
      return (
        <NoOrders
          state={state}
          health={health}
          mayImport={may}
          clear={() => show(withoutFilters(state))}
          import_={() => setOpen({ what: "import" })}
        />
      );
    return cards ? (
      <Cards
        rows={rows}
        freezes={health?.freezes ?? []}
        may={may}
        selected={(key) => isSelected(selection, key)}
        toggle={flip}
        peek={peek}
        act={act}
      />
    ) : (
      <DataViews.Layout />
    );
  };

  return (
    <Page
      title="Orders"
      className="orders"
      acts={
        may && (
          <Button
            variant="secondary"
            onClick={() => setOpen({ what: "import" })}
            __next40pxDefaultSize
          >
            Import orders
          </Button>
        )
      }
    >
      <Tabs state={state} counts={list?.tabs} />
      <DataViews
        data={rows}
        fields={fields}
        view={view}
        onChangeView={(next) => {
          const from = fromView(next, looks);
          setAsked(from.asked);
          setLooks(from.looks);
          const to = change(state, from.change);
          // Pages of another size begin elsewhere.
          const resized = from.looks.perPage !== looks.perPage;
          if (queryOf(to) !== queryOf(state) || (resized && state.cursor))
            show(to);
        }}
        actions={actions}
        paginationInfo={{ totalItems: total, totalPages: 1 }}
        defaultLayouts={{ table: {} }}
        getItemId={keyOf}
        selection={here}
        onChangeSelection={(keys) =>
          setSelection(choose(selection, rows, keys))
        }
        config={{ perPageSizes }}
      >
        <div className="list-bar">
          <Search state={state} go={go} field={searchAt} />
          {(view.filters ?? []).length === 0 && <DataViews.FiltersToggle />}
          <Created state={state} go={go} />
          <Narrowed state={state} go={go} />
          <span className="gap" />
          <Views state={state} show={show} />
          {!cards && <DataViews.ViewConfig />}
        </div>
        {selected > 0 ? (
          <SelectionBar
            selection={selection}
            total={total}
            pageSelected={pageSelected}
            pageSize={rows.length}
            shown={here.length}
            all={() => select({ mode: "all", except: new Set() })}
            clear={() => select(nothing)}
            act={bulk}
          />
        ) : (
          <DataViews.Filters className="chips" />
        )}
        <Waiting
          {...waiting}
          showFresh={() => {
            lead();
            waiting.showFresh();
          }}
        />
        {list && error ? (
          <p className="problem" role="alert">
            The list could not be read again; what you see is of before.{" "}
            <Button variant="link" onClick={again}>
              Try again
            </Button>
          </p>
        ) : null}
        {cards && rows.length > 0 && (
          <CardsBar
            may={may}
            selected={pageSelected ? "all" : here.length > 0 ? "some" : "none"}
            select={(all) =>
              setSelection(choose(selection, rows, all ? pageKeys : []))
            }
            sort={state.sort}
            sortBy={(sort) => go({ sort })}
          />
        )}
        <div
          ref={listAt}
          role="region"
          aria-label="List of orders"
          tabIndex={-1}
          className={loading && list ? "list is-loading" : "list"}
          aria-busy={loading}
        >
          {body()}
        </div>
        {list && (rows.length > 0 || isFiltered(state)) && (
          <Pager
            state={state}
            list={list}
            above={above}
            perPage={looks.perPage}
            loading={loading}
          />
        )}
      </DataViews>
      <Dialogs
        open={open}
        list={list}
        close={() => setOpen(null)}
        begun={() => setSelection(nothing)}
      />
    </Page>
  );
}
