// Who comes in: by name and password, or by a link that holds once.
import { Button, TextControl } from "@wordpress/components";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { Problem, reasonOf } from "../api/client";
import { span } from "../format/format";
import { link } from "./router";
import { logIn } from "./session";
import { useStore } from "./store";

function sentence(error: unknown): string {
  if (error instanceof Problem && error.retryAfter !== null)
    return `${error.detail} Try again in ${span(error.retryAfter * 1000)}.`;
  return reasonOf(error);
}

/** A login link holds once: it is forgotten before it is used. */
function useLink(fail: (why: string) => void): boolean {
  const secret = useStore(link);
  const [busy, setBusy] = useState(secret !== "");
  useEffect(() => {
    if (!secret) return;
    link.set("");
    setBusy(true);
    logIn({ link: secret }).catch((error: unknown) => {
      setBusy(false);
      fail(sentence(error));
    });
  }, [secret, fail]);
  return busy;
}

export function Login({ why }: { why: string }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const byLink = useLink(setProblem);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const before = document.title;
    document.title = "Log in · dastomized";
    first.current?.focus();
    return () => {
      document.title = before;
    };
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await logIn({ name, password });
    } catch (error) {
      setProblem(sentence(error));
      setPassword("");
      setBusy(false);
    }
  };
  return (
    <main className="login">
      <form onSubmit={(e) => void submit(e)}>
        <h1>Log in</h1>
        {why && <p role="status">{why}</p>}
        {byLink && <p role="status">Logging in with your link…</p>}
        <TextControl
          ref={first}
          label="Name"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={name}
          onChange={setName}
          __next40pxDefaultSize
        />
        <TextControl
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
          __next40pxDefaultSize
        />
        <div role="alert">
          {problem && <p className="problem">{problem}</p>}
        </div>
        <Button
          type="submit"
          variant="primary"
          isBusy={busy}
          disabled={busy}
          accessibleWhenDisabled
          __next40pxDefaultSize
        >
          Log in
        </Button>
        <p className="hint">
          No account yet? An administrator adds users and gives you a login
          link. The very first link is made on the machine of the service: see
          its documentation.
        </p>
      </form>
    </main>
  );
}
