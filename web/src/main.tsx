import "./styles/index.css";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { pages } from "./pages";
import { Failed, Loading } from "./parts/state";
import { Gate } from "./shell/gate";
import { Login } from "./shell/login";
import { currentPlace, match } from "./shell/router";
import { begin, useOwner, useStanding, type Standing } from "./shell/session";
import { Shell } from "./shell/shell";
import { useTheme } from "./shell/theme";

type Entry = Extract<Standing, { at: "in" | "out" }>;

// The shell stays where it is while its owner logs in again.
function Entered({ standing }: { standing: Entry }) {
  const owner = useOwner();
  const login = standing.at === "out" && <Login why={standing.why} />;
  return (
    <>
      {owner && <Shell />}
      {owner && login ? <Gate>{login}</Gate> : login}
    </>
  );
}

function App() {
  const standing = useStanding();
  useTheme();
  useEffect(() => void begin(), []);
  switch (standing.at) {
    case "asking":
      return <Loading what="Connecting" />;
    case "unreachable":
      return (
        <Failed
          what="The server can not be reached"
          error={standing.why}
          again={() => void begin()}
        />
      );
    case "out":
    case "in":
      return <Entered standing={standing} />;
  }
}

// The page is fetched while the server is asked who we are.
const { path } = currentPlace();
const entry = pages.find((p) => match(p.path, path)) ?? pages[0];
// A failure shows itself when the page is drawn.
entry?.load().catch(() => undefined);

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
