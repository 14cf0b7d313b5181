// The list as a table, in the toolkit's own looks.
import type { Action } from "@wordpress/dataviews";
import { Icon } from "@wordpress/components";
import { seen } from "@wordpress/icons";
import type { BulkAction, Row } from "../api/types";
import { mayDo } from "./row_actions";
import { bulkActions, bulkWords } from "./words";

interface Does {
  may: boolean;
  peek: (row: Row) => void;
  act: (action: BulkAction, row: Row) => void;
}

export function rowActions({ may, peek, act }: Does): Action<Row>[] {
  const on = (then: (row: Row) => void) => (rows: Row[]) => {
    const [row] = rows;
    if (row) then(row);
  };
  return [
    {
      id: "peek",
      label: "Peek",
      icon: <Icon icon={seen} />,
      // Any row can be selected by those who may act; what goes is decided by
      // the server's preview.
      supportsBulk: may,
      callback: on(peek),
    },
    ...(may ? bulkActions : []).map((action) => ({
      id: action,
      label: `${bulkWords[action].verb}…`,
      isEligible: (row: Row) => mayDo(action, row),
      callback: on((row) => act(action, row)),
    })),
  ];
}
