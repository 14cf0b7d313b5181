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
  // `was`: whose page is kept for them behind the login.
  | { at: "out"; why: string; was?: Session }
  | { at: "in"; session: Session };

const standing = makeStore<Standing>({ at: "asking" });

/** Whose page is drawn, whether they can use it or have to log in again. */
function ownerOf(now: Standing): Session | undefined {
  if (now.at === "in") return now.session;
  return now.at === "out" ? now.was : undefined;
}

async function admit(session: Session, preferences?: Promise<void>) {
  hearServerTime(session.server_time);
  const owner = ownerOf(standing.get());
  if (owner && owner.user !== session.user) {
    // Nothing of the last person stays for the next, wherever it is kept.
    leave("");
    try {
      sessionStorage.clear();
    } catch {
      // Forbidden: then nothing is there.
    }
    location.reload();
    return;
  }
  await (preferences ?? loadPreferences());
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
  const now = standing.get();
  if (now.at !== "in") return;
  closeEvents();
  standing.set({
    at: "out",
    why: "Your session has ended. Log in to go on where you were.",
    was: now.session,
  });
});

const askEvery = 5000;
let asking: ReturnType<typeof setTimeout> | undefined;

async function ask() {
  clearTimeout(asking);
  try {
    // Both at once; without a session the second is refused and kept quiet.
    const preferences = loadPreferences();
    await admit(await api.get<Session>("/session"), preferences);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) leave("");
    else {
      standing.set({ at: "unreachable", why: reasonOf(error) });
      asking = setTimeout(() => void ask(), askEvery);
    }
  }
}

/** Asks the server who we are, until it answers. */
export async function begin() {
  standing.set({ at: "asking" });
  await ask();
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

/** Who this page is drawn for; null: for nobody yet. */
export function useOwner(): Session | null {
  return ownerOf(useStanding()) ?? null;
}

/** Only in the shell: there is somebody. */
export function useSession(): Session {
  const owner = useOwner();
  if (!owner) throw new Error("nobody is logged in");
  return owner;
}

const ranks: Role[] = ["viewer", "operator", "admin"];

/** Whether the person may do what takes this role. What one may not do is
 *  not shown; the server decides all the same. */
export function useMay(role: Role): boolean {
  const owner = useOwner();
  return owner !== null && ranks.indexOf(owner.role) >= ranks.indexOf(role);
}
