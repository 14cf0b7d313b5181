// Who is here. Everything else waits for it.
import { api, Problem, reasonOf, whenSessionIsLost } from "../api/client";
import { closeEvents, openEvents } from "../api/events";
import type { Role, Session } from "../api/types";
import { hearServerTime } from "./clock";
import { clearMessages } from "./messages";
import { forgetPreferences, loadPreferences } from "./preferences";
import { makeStore, useStore } from "./store";

export type Standing =
  | { at: "asking" }
  | { at: "unreachable"; why: string }
  | { at: "out"; why: string }
  | { at: "in"; session: Session };

const standing = makeStore<Standing>({ at: "asking" });

async function admit(session: Session, preferences = loadPreferences()) {
  hearServerTime(session.server_time);
  await preferences;
  standing.set({ at: "in", session });
  openEvents(() => void askAgain());
}

function leave(why: string) {
  closeEvents();
  clearMessages();
  forgetPreferences();
  standing.set({ at: "out", why });
}

// A stream that was refused, or a session that ran out in the meantime.
async function askAgain() {
  try {
    hearServerTime((await api.get<Session>("/session")).server_time);
  } catch {
    // 401 has been heard by whenSessionIsLost; all else tries again.
  }
}

whenSessionIsLost(() => {
  const was = standing.get().at;
  if (was === "in")
    leave("Your session has ended. Log in to go on where you were.");
});

/** Asks the server who we are. */
export async function begin() {
  standing.set({ at: "asking" });
  try {
    // Both at once; without a session the second is refused and kept quiet.
    const preferences = loadPreferences();
    await admit(await api.get<Session>("/session"), preferences);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) leave("");
    else standing.set({ at: "unreachable", why: reasonOf(error) });
  }
}

export async function logIn(
  how: { name: string; password: string } | { link: string },
) {
  await admit(await api.post<Session>("/session", how));
}

export async function logOut() {
  await api.delete("/session");
  leave("You are logged out.");
}

export function useStanding(): Standing {
  return useStore(standing);
}

/** Only below the login: there is somebody. */
export function useSession(): Session {
  const now = useStanding();
  if (now.at !== "in") throw new Error("nobody is logged in");
  return now.session;
}

const ranks: Role[] = ["viewer", "operator", "admin"];

/** Whether the person may do what takes this role. What one may not do is
 *  not shown; the server decides all the same. */
export function useMay(role: Role): boolean {
  const now = useStanding();
  return (
    now.at === "in" && ranks.indexOf(now.session.role) >= ranks.indexOf(role)
  );
}
