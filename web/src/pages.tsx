// All pages: where they are, who may see them, and how they are loaded.
import {
  category,
  home,
  inbox,
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
  page("/orders", "viewer", () => import("./orders"), {
    label: "Orders",
    icon: category,
    key: "o",
  }),
  page("/orders/:store/:id", "viewer", () => import("./order")),
];

// For those who add the pages that are still to come.
export const icons = {
  home,
  inbox,
  people,
  plugins,
  scheduled,
  shipping,
  store,
};
