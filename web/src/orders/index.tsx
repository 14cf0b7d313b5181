import type { PageProps } from "../pages";
import { Page } from "../parts/page";

export default function Orders(_: PageProps) {
  return <Page title="Orders">…</Page>;
}
