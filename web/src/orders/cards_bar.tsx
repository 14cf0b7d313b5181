// What the header row of the table is for, where rows are cards: the box that
// means the page, and the sort.
import { CheckboxControl, SelectControl } from "@wordpress/components";
import type { OrderSort } from "../api/types";
import { sorts } from "./state";

const sortNames: Record<OrderSort, string> = {
  created: "Oldest first",
  "-created": "Newest first",
  due: "Due next",
  "-due": "Due last",
};

interface Props {
  may: boolean;
  /** Of the page. */
  selected: "all" | "some" | "none";
  select: (all: boolean) => void;
  sort: OrderSort;
  sortBy: (sort: OrderSort) => void;
}

export function CardsBar({ may, selected, select, sort, sortBy }: Props) {
  return (
    <div className="cards-bar">
      {may && (
        <CheckboxControl
          label="Select this page"
          checked={selected === "all"}
          indeterminate={selected === "some"}
          onChange={select}
        />
      )}
      <SelectControl
        label="Sort"
        labelPosition="side"
        value={sort}
        options={sorts.map((value) => ({ value, label: sortNames[value] }))}
        onChange={sortBy}
        __next40pxDefaultSize
      />
    </div>
  );
}
