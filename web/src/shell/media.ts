import { useSyncExternalStore } from "react";

/** Whether a media query holds, as long as it does. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (then) => {
      const media = matchMedia(query);
      media.addEventListener("change", then);
      return () => media.removeEventListener("change", then);
    },
    () => matchMedia(query).matches,
  );
}

export const narrow = "(max-width: 782px)";
