// What the server says, by name.

export type Role = "viewer" | "operator" | "admin";

export interface Session {
  user: string;
  role: Role;
  via: string;
  expires: string | null;
  server_time: string;
}

export type OrderType = "in_app" | "amazon" | "shineon" | "other";

export type SubmitStatus =
  | "blank"
  | "queued"
  | "submitting"
  | "submitted"
  | "partly_submitted"
  | "failed"
  | "unknown";

export type CountdownState =
  "none" | "waiting" | "running" | "paused" | "elapsed" | "stopped";

export interface RowCountdown {
  state: CountdownState;
  due: string | null;
  remaining_ms: number | null;
}

export interface Row {
  store: string;
  id: number;
  number: string;
  status: string;
  customer: string;
  place: string;
  email: string;
  total: string;
  currency: string;
  payment: string;
  created: string;
  modified: string;
  type: OrderType;
  submit_status: SubmitStatus;
  countdown: RowCountdown;
  items: number;
  skus: string[];
  providers: string[];
  tracking: string[];
  problem: string;
  needs_attention: boolean;
  gone: boolean;
}

export type Tab =
  | "all"
  | "counting_down"
  | "needs_attention"
  | "on_hold"
  | "submitted"
  | "shipped";

export interface OrderPage {
  orders: Row[];
  next_cursor: string;
  total: number;
  tabs?: Record<Tab, number>;
}

export interface Freeze {
  id: number;
  scope: "all" | "store" | "provider" | "type";
  name: string;
  reason: string;
  by: string;
  since: string;
  until: string | null;
  by_itself: boolean;
}

export interface StoreHealth {
  name: string;
  reachable: boolean;
  problem: string;
  last_poll: string | null;
  deliveries: number;
  found_by_poll: number;
  backlog: number;
  webhooks_repaired: number;
  errors: number;
  warnings: number;
  webhook_lag_ms: number;
}

export interface ProviderHealth {
  name: string;
  stopped: boolean;
  problem: string;
  submitted: number;
  refused: number;
  unclear: number;
  waiting: number;
}

export interface CatchUp {
  asks: boolean;
  waiting: number;
  missed: number;
  oldest: string | null;
}

export interface Health {
  moving: boolean;
  storage_healthy: boolean;
  awake: number;
  stores: StoreHealth[];
  providers: ProviderHealth[];
  freezes: Freeze[];
  catch_up: CatchUp;
}

export interface Job {
  id: number;
  kind: string;
  action?: string;
  store: string;
  by: string;
  state: string;
  problem: string;
  begun: string;
  ended: string | null;
  total: number | null;
  done: number;
  per_second: number;
  seconds_left: number | null;
  report: Record<string, unknown>;
}
