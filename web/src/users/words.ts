import type { Role } from "../api/types";

export const roleNames: Record<Role, string> = {
  viewer: "Viewer",
  operator: "Operator",
  admin: "Administrator",
};

const may: Record<Role, string> = {
  viewer: "sees orders, and changes nothing",
  operator: "works on orders: submits, holds, imports, freezes",
  admin: "does everything, and decides who may come in",
};

/** For a choice of roles: each with what it may. */
export const roleChoices = (Object.keys(roleNames) as Role[]).map((value) => ({
  value,
  label: `${roleNames[value]}: ${may[value]}`,
}));
