// What the server says about one order, by name.
import type { components } from "../api/schema";

type All = components["schemas"];

export type Order = All["Order"];
export type OrderLine = All["OrderLine"];
export type Part = All["Part"];
export type PartState = All["PartState"];
export type Blocker = All["Blocker"];
export type ArtworkFile = All["ArtworkFile"];
export type Address = All["Address"];
export type Choice = All["Choice"];
export type Actions = All["Actions"];
export type PrimaryAction = All["PrimaryAction"];
export type Freeze = All["Freeze"];
export type Journal = All["Journal"];
export type JournalEntry = All["JournalEntry"];
export type Actor = All["Actor"];
export type Ledger = All["Ledger"];
export type LedgerEntry = All["LedgerEntry"];
export type Explanation = All["Explanation"];

/** A dialog that asks before it acts; a part's by its reference, a line's by
 *  its id. */
export type Asked =
  | { what: keyof Actions }
  | { what: "resolve" | "remake"; reference: string }
  | { what: "edit"; line: number };
