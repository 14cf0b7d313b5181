// One's own: who one is, password, theme and keys.
import {
  Button,
  CheckboxControl,
  RadioControl,
  TextControl,
} from "@wordpress/components";
import { useState, type FormEvent } from "react";
import { api, reasonOf } from "../api/client";
import { Card, Fact, Facts } from "../parts/card";
import { Page } from "../parts/page";
import { Time } from "../parts/time";
import { say } from "../shell/messages";
import { usePreference } from "../shell/preferences";
import { logOut, useSession } from "../shell/session";
import { useTheme, type Theme } from "../shell/theme";
import { roleNames } from "../users/words";

function Password() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWhy("");
    if (fresh !== again) return setWhy("The two new passwords differ.");
    setBusy(true);
    try {
      await api.post("/session/password", { old, new: fresh });
      say.success("Your password is changed; your other sessions have ended.");
      setOld("");
      setFresh("");
      setAgain("");
    } catch (error) {
      setWhy(reasonOf(error));
    }
    setBusy(false);
  };
  return (
    <Card title="Password">
      <form className="form" onSubmit={(e) => void submit(e)}>
        <TextControl
          label="Password until now"
          help="Empty if you have none yet."
          type="password"
          autoComplete="current-password"
          value={old}
          onChange={setOld}
          __next40pxDefaultSize
        />
        <TextControl
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          value={fresh}
          onChange={setFresh}
          __next40pxDefaultSize
        />
        <TextControl
          label="New password, once more"
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={setAgain}
          __next40pxDefaultSize
        />
        <div role="alert">{why && <p className="problem">{why}</p>}</div>
        <div>
          <Button
            type="submit"
            variant="primary"
            isBusy={busy}
            disabled={busy}
            accessibleWhenDisabled
            __next40pxDefaultSize
          >
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Looks() {
  const [theme, setTheme] = useTheme();
  const [keys, setKeys] = usePreference("keys", true);
  return (
    <Card title="Preferences">
      <div className="form">
        <RadioControl
          label="Theme"
          selected={theme}
          options={[
            { value: "system", label: "As the system" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
          onChange={(value) => setTheme(value as Theme)}
        />
        <CheckboxControl
          label="Use single keys as commands"
          help="? shows them all."
          checked={keys}
          onChange={setKeys}
        />
      </div>
    </Card>
  );
}

export default function Account() {
  const { user, role, expires } = useSession();
  const leave = () =>
    logOut().catch((error: unknown) =>
      say.error(`You could not be logged out: ${reasonOf(error)}`),
    );
  return (
    <Page
      title="Account"
      acts={
        <Button
          variant="secondary"
          onClick={() => void leave()}
          __next40pxDefaultSize
        >
          Log out
        </Button>
      }
    >
      <div className="cards">
        <Card title="You">
          <Facts>
            <Fact name="Name">{user}</Fact>
            <Fact name="Role">{roleNames[role]}</Fact>
            {expires && (
              <Fact name="This session">
                until <Time at={expires} />
              </Fact>
            )}
          </Facts>
        </Card>
        <Password />
        <Looks />
      </div>
    </Page>
  );
}
