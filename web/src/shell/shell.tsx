// The frame around all pages: skip link, navigation, news, content.
import { Button } from "@wordpress/components";
import { Suspense, useEffect, useRef, useState } from "react";
import { pages, type PageEntry } from "../pages";
import { Empty, Loading } from "../parts/state";
import { Activity } from "./activity";
import { Frozen } from "./frozen";
import { KeyHelp } from "./key_help";
import { useKeyboard, useKeys } from "./keys";
import { Nav } from "./nav";
import { News } from "./news";
import { href } from "./href";
import { link, match, navigate, usePlace } from "./router";
import { useMay, useSession, useStanding } from "./session";
import { useStore } from "./store";

function Found({ entry, taken }: { entry: PageEntry; taken: string[] }) {
  const { path, query } = usePlace();
  const may = useMay(entry.role);
  if (!may)
    return (
      <Empty title="This page is not for your role">
        <p>Ask an administrator if you need it.</p>
      </Empty>
    );
  const { View } = entry;
  // Another order is another page: nothing of the last one stays.
  return <View key={path} taken={taken} query={query} />;
}

function Content() {
  const { path } = usePlace();
  const was = useRef(path);
  useEffect(() => {
    if (was.current === path) return;
    was.current = path;
    document.documentElement.dataset["moved"] = "true";
    scrollTo(0, 0);
  }, [path]);
  for (const entry of pages) {
    const taken = match(entry.path, path);
    if (taken) return <Found entry={entry} taken={taken} />;
  }
  return (
    <Empty
      title="There is no such page"
      acts={<a href={href("/orders")}>Go to the orders</a>}
    />
  );
}

// Who is here needs no link to come in.
function useNoLink() {
  const opened = useStore(link) !== "";
  const here = useStanding().at === "in";
  useEffect(() => {
    if (opened && here) link.set("");
  }, [opened, here]);
}

export function Shell() {
  useSession();
  useNoLink();
  useKeyboard();
  const [open, setOpen] = useState<"keys" | "activity" | null>(null);
  const main = useRef<HTMLElement>(null);
  useKeys("Everywhere", [
    { keys: "?", what: "Show all keys", do: () => setOpen("keys") },
    ...pages.flatMap((p) =>
      p.nav
        ? [
            {
              keys: `g ${p.nav.key}`,
              what: `Go to ${p.nav.label}`,
              do: () => navigate(p.path),
            },
          ]
        : [],
    ),
  ]);
  return (
    <div className="shell">
      <Button
        className="skip-link"
        variant="primary"
        onClick={() => main.current?.focus()}
      >
        Skip to the content
      </Button>
      <Nav
        onKeys={() => setOpen("keys")}
        onActivity={() => setOpen("activity")}
      />
      <main ref={main} tabIndex={-1}>
        <Frozen />
        <Suspense fallback={<Loading />}>
          <Content />
        </Suspense>
      </main>
      <News />
      {open === "keys" && <KeyHelp onClose={() => setOpen(null)} />}
      {open === "activity" && <Activity onClose={() => setOpen(null)} />}
    </div>
  );
}
