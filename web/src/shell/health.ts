// Stores, providers, freezes: read once, then told by the stream.
import { useEffect } from "react";
import { api } from "../api/client";
import { onEvent } from "../api/events";
import type { Health } from "../api/types";
import { makeStore, useStore } from "./store";

const health = makeStore<Health | null>(null);
let users = 0;
let off: (() => void)[] = [];

async function read() {
  try {
    health.set(await api.get<Health>("/health"));
  } catch {
    // The stream tells it with the next change, or it is asked again then.
  }
}

export const readHealth = () => void read();

export function useHealth(): Health | null {
  useEffect(() => {
    if (users++ === 0) {
      readHealth();
      off = [
        onEvent("health", (h) => health.set(h)),
        onEvent("hello", readHealth),
        onEvent("reset", readHealth),
      ];
    }
    return () => {
      if (--users === 0) for (const stop of off) stop();
    };
  }, []);
  return useStore(health);
}
