// A table as the plain pages have it: caption, header cells, one row each.
// Where there is no room its rows are cards; the roles keep it a table then.
import type { ReactNode } from "react";

export interface Column<T> {
  name: string;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  caption: string;
  /** The first one names the row. */
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string | number;
}

export function FlatTable<T>({ caption, columns, rows, keyOf }: Props<T>) {
  return (
    <div className="flat-box">
      <table className="plain flat" role="table" aria-label={caption}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((c) => (
              <th key={c.name} scope="col" role="columnheader">
                {c.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map((c, i) =>
                i === 0 ? (
                  <th key={c.name} scope="row" role="rowheader">
                    {c.cell(row)}
                  </th>
                ) : (
                  <td key={c.name} role="cell" data-label={c.name}>
                    {c.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
