/** For links: `<a href={href("/orders", { tab: "all" })}>`. */
export function href(path: string, query?: Record<string, string>): string {
  const text = query ? new URLSearchParams(query).toString() : "";
  return `#${path}${text && "?" + text}`;
}
