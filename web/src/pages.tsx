// All pages: where they are, who may see them, and how they are loaded.
import {
  backup,
  category,
  home,
  inbox,
  pause,
  people,
  plugins,
  scheduled,
  shipping,
  store,
} from "@wordpress/icons";
import { lazy, type ComponentType, type JSX } from "react";
import type { Role } from "./api/types";

export interface PageProps {
  /** What stands in the places of ":store" and the like. */
  taken: string[];
  query: URLSearchParams;
}

type Loader = () => Promise<{ default: ComponentType<PageProps> }>;

export interface PageEntry {
  path: string;
  /** The least role that may see it. */
  role: Role;
  View: ComponentType<PageProps>;
  load: Loader;
  /** In the navigation, with the second key of "g …". */
  nav?: { label: string; icon: JSX.Element; key: string };
}

function page(
  path: string,
  role: Role,
  load: Loader,
  nav?: PageEntry["nav"],
): PageEntry {
  return { path, role, load, View: lazy(load), ...(nav ? { nav } : {}) };
}

export const pages: PageEntry[] = [
  page("/", "viewer", () => import("./home"), {
    label: "Home",
    icon: home,
    key: "h",
  }),
  page("/orders", "viewer", () => import("./orders"), {
    label: "Orders",
    icon: category,
    key: "o",
  }),
  page("/orders/:store/:id", "viewer", () => import("./order")),
  page("/jobs", "viewer", () => import("./jobs"), {
    label: "Jobs",
    icon: scheduled,
    key: "j",
  }),
  page("/jobs/:id", "viewer", () => import("./jobs/job")),
  page("/inbox", "viewer", () => import("./inbox"), {
    label: "Inbox",
    icon: inbox,
    key: "i",
  }),
  page("/freezes", "viewer", () => import("./freezes"), {
    label: "Freezes",
    icon: pause,
    key: "f",
  }),
  page("/stores", "viewer", () => import("./stores"), {
    label: "Stores",
    icon: store,
    key: "s",
  }),
  page("/providers", "viewer", () => import("./providers"), {
    label: "Providers",
    icon: shipping,
    key: "p",
  }),
  page("/users", "admin", () => import("./users"), {
    label: "Users",
    icon: people,
    key: "u",
  }),
  page("/tokens", "admin", () => import("./tokens"), {
    label: "Tokens",
    icon: plugins,
    key: "t",
  }),
  page("/audit", "admin", () => import("./audit"), {
    label: "Audit log",
    icon: backup,
    key: "a",
  }),
  page("/account", "viewer", () => import("./account")),
];
