// What the server says, by name. schema.d.ts is made of docs/openapi.yaml
// (`npm run types`).
import type { components } from "./schema";

type All = components["schemas"];

export type Role = All["Role"];
export type Session = All["Session"];
export type OrderType = All["OrderType"];
export type SubmitStatus = All["SubmitStatus"];
export type CountdownState = All["CountdownState"];
export type RowCountdown = All["RowCountdown"];
export type Row = All["Row"];
export type Tab = All["Tab"];
export type SearchField = All["SearchField"];
export type OrderSort = All["OrderSort"];
export type OrderList = All["OrderList"];
export type OrderQuery = All["OrderQuery"];
export type OrderKey = All["OrderKey"];
export type Order = All["Order"];
export type Choice = All["Choice"];
export type BulkAction = All["BulkAction"];
export type BulkRequest = All["BulkRequest"];
export type BulkPreview = All["BulkPreview"];
export type BulkGroup = All["BulkGroup"];
export type ImportRequest = All["ImportRequest"];
export type JobBegun = All["JobBegun"];
export type Job = All["Job"];
export type JobRow = All["JobRow"];
export type JobRowList = All["JobRowList"];
export type ImportReport = All["ImportReport"];
export type BulkReport = All["BulkReport"];
export type Freeze = All["Freeze"];
export type StoreHealth = All["StoreHealth"];
export type ProviderHealth = All["ProviderHealth"];
export type CatchUp = All["CatchUp"];
export type Health = All["Health"];
export type Board = All["Board"];
export type JobList = All["JobList"];
export type FreezeRequest = All["FreezeRequest"];
export type FreezeScope = All["FreezeScope"];
export type Finding = All["Finding"];
export type InboxItem = All["InboxItem"];
export type Delivery = All["Delivery"];
export type User = All["User"];
export type Token = All["Token"];
export type NewToken = All["NewToken"];
export type LoginLink = All["LoginLink"];
export type AuditEntry = All["AuditEntry"];
