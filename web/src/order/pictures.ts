// The pictures of an order in the order they are looked through. Pure.
import { isolated } from "../format/format";
import { artworkOf, safeLink } from "./facts";
import type { ArtworkFile, Order, OrderLine } from "./types";

export type PictureKind = "mockup" | "preview" | "design" | "client";

export interface Picture {
  kind: PictureKind;
  url: string;
  line: number;
  /** "Final design of Dog Mom Tee" */
  title: string;
  file?: ArtworkFile;
}

export const pictureKinds: Record<PictureKind, string> = {
  mockup: "Mock-up",
  preview: "Live preview",
  design: "Final design",
  client: "Buyer’s image",
};

function ofLine(order: Order, line: OrderLine): Picture[] {
  const { preview, print_files, client_images } = line.personalization;
  const urls: [PictureKind, string | null][] = [
    ["mockup", line.image],
    ["preview", preview],
    ...print_files.map((f): [PictureKind, string] => ["design", f.url]),
    ...client_images.map((url): [PictureKind, string] => ["client", url]),
  ];
  return urls.flatMap(([kind, given]) => {
    const url = safeLink(given);
    if (!url) return [];
    const file = given ? artworkOf(order, given) : undefined;
    const title = `${pictureKinds[kind]} of ${isolated(line.name)}`;
    return [{ kind, url, line: line.id, title, ...(file ? { file } : {}) }];
  });
}

export function picturesOf(order: Order): Picture[] {
  return order.lines.flatMap((line) => ofLine(order, line));
}

/** What stands beside a picture: its line's preview and final design. */
export function pairOf(
  all: readonly Picture[],
  at: Picture,
): [Picture, Picture] | null {
  const mine = all.filter((p) => p.line === at.line);
  const preview =
    at.kind === "preview" ? at : mine.find((p) => p.kind === "preview");
  const design =
    at.kind === "design" ? at : mine.find((p) => p.kind === "design");
  return preview && design ? [preview, design] : null;
}
