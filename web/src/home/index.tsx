// Home: what leaves when, what needs a person, how all of it is doing.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { Board, CatchUp } from "../api/types";
import { FreezeDialog } from "../freezes/freeze_dialog";
import { FreezeList } from "../freezes/list";
import { Card } from "../parts/card";
import { OfHealth } from "../parts/of_health";
import { Page } from "../parts/page";
import { Failed, Loading, Stale } from "../parts/state";
import { useGet } from "../parts/use_get";
import { useNews } from "../parts/use_news";
import { ProviderCard } from "../providers/card";
import { useMay } from "../shell/session";
import { StoreCard } from "../stores/card";
import { Attention } from "./attention";
import { CatchUpCard } from "./catch_up";
import { Departures } from "./departures";

function Freezes() {
  const [open, setOpen] = useState(false);
  const may = useMay("operator");
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
      <OfHealth what="what is frozen">
        {({ freezes }) =>
          freezes.length === 0 ? (
            <p>Nothing is frozen.</p>
          ) : (
            <FreezeList freezes={freezes} />
          )
        }
      </OfHealth>
      {open && <FreezeDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}

function Doing() {
  return (
    <OfHealth what="how all is doing">
      {({ stores, providers }) => (
        <>
          {stores.map((s) => (
            <StoreCard key={s.name} store={s} />
          ))}
          {providers.map((p) => (
            <ProviderCard key={p.name} provider={p} />
          ))}
        </>
      )}
    </OfHealth>
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
      {catchUp.error ? (
        <Stale
          what="Whether overdue orders wait for you could not be read"
          error={catchUp.error}
          again={catchUp.again}
        />
      ) : null}
      {catchUp.data && <CatchUpCard asked={catchUp.data} />}
      <div className="home-grid">
        <div className="home-main">
          {board.data ? (
            <>
              {board.error ? (
                <Stale
                  what="The board could not be read again"
                  error={board.error}
                  again={board.again}
                />
              ) : null}
              <Departures board={board.data} at={board.at} />
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
