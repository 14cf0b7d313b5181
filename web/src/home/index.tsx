// Home: what leaves when, what needs a person, how all of it is doing.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { Board, CatchUp } from "../api/types";
import { FreezeDialog } from "../freezes/freeze_dialog";
import { FreezeList } from "../freezes/list";
import { Card } from "../parts/card";
import { Page } from "../parts/page";
import { Failed, Loading } from "../parts/state";
import { useGet } from "../parts/use_get";
import { useNews } from "../parts/use_news";
import { ProviderCard } from "../providers/card";
import { useHealth } from "../shell/health";
import { useMay } from "../shell/session";
import { StoreCard } from "../stores/card";
import { Attention } from "./attention";
import { CatchUpCard } from "./catch_up";
import { Departures } from "./departures";

function Freezes() {
  const health = useHealth();
  const [open, setOpen] = useState(false);
  const may = useMay("operator");
  const freezes = health?.freezes ?? [];
  return (
    <Card
      title="Freezes"
      acts={
        may && (
          <Button
            variant="secondary"
            size="compact"
            onClick={() => setOpen(true)}
          >
            Freeze…
          </Button>
        )
      }
    >
      {freezes.length === 0 ? (
        <p>Nothing is frozen.</p>
      ) : (
        <FreezeList freezes={freezes} />
      )}
      {open && <FreezeDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}

function Doing() {
  const health = useHealth();
  if (!health) return <Loading what="Reading how all is doing" />;
  return (
    <>
      {health.stores.map((s) => (
        <StoreCard key={s.name} store={s} />
      ))}
      {health.providers.map((p) => (
        <ProviderCard key={p.name} provider={p} />
      ))}
    </>
  );
}

export default function Home() {
  const board = useGet<Board>("/board");
  const catchUp = useGet<CatchUp>("/catch-up");
  useNews(["order", "health"], () => {
    board.again();
    catchUp.again();
  });
  return (
    <Page title="Home" className="home">
      {catchUp.data && <CatchUpCard asked={catchUp.data} />}
      <div className="home-grid">
        <div className="home-main">
          {board.data ? (
            <>
              <Departures board={board.data} />
              <Attention board={board.data} />
            </>
          ) : board.error ? (
            <Failed
              what="The board could not be read"
              error={board.error}
              again={board.again}
            />
          ) : (
            <Loading what="Reading the board" />
          )}
        </div>
        <div className="home-side">
          <Freezes />
          <Doing />
        </div>
      </div>
    </Page>
  );
}
