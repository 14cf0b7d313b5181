// Stores, providers, freezes: read once, then told by the stream.
import { useEffect } from "react";
import { api } from "../api/client";
import { onEvent } from "../api/events";
import type { Health } from "../api/types";
import { makeStore, useStore } from "./store";

export interface Known {
  health: Health | null; // as it was read or told last
  error: unknown; // of the last reading, null when it went well
}

const known = makeStore<Known>({ health: null, error: null });
const hear = (health: Health) => known.set({ health, error: null });
let users = 0;
let off: (() => void)[] = [];

async function read() {
  try {
    hear(await api.get<Health>("/health"));
  } catch (error) {
    // The stream tells it with the next change, or it is asked again then.
    known.set({ ...known.get(), error });
  }
}

export const readHealth = () => void read();

/** What is not known is no health: nothing may be said to be fine by it. */
export function useKnownHealth(): Known {
  useEffect(() => {
    if (users++ === 0) {
      readHealth();
      off = [
        onEvent("health", hear),
        onEvent("hello", readHealth),
        onEvent("reset", readHealth),
      ];
    }
    return () => {
      if (--users === 0) for (const stop of off) stop();
    };
  }, []);
  return useStore(known);
}

/** A store's time zone; null: not known. */
export function useZone(store: string): string | null {
  const stores = useHealth()?.stores;
  return stores?.find((s) => s.name === store)?.timezone ?? null;
}

export function useHealth(): Health | null {
  return useKnownHealth().health;
}
