// What comes from outside: links, pictures, sentences with times in them.
import { useState, type ReactNode } from "react";
import { dateTime, exactTime } from "../format/format";
import { safeLink } from "./facts";
import type { Blocker } from "./types";

/** A link to another site, or plain text where it may not be followed. */
export function Outside({
  url,
  children,
  className,
}: {
  url: string | null | undefined;
  children: ReactNode;
  className?: string;
}) {
  const to = safeLink(url);
  if (!to) return <>{children}</>;
  return (
    <a
      href={to}
      className={className}
      target="_blank"
      rel="noopener noreferrer"
      referrerPolicy="no-referrer"
    >
      {children}
      <span className="screen-reader-text"> (opens in a new tab)</span>
    </a>
  );
}

/** To the order in the store's admin, where it can be edited. */
export function EditLink({
  url,
  children,
  className = "",
}: {
  url: string | null;
  children: string;
  className?: string;
}) {
  if (!safeLink(url)) return null;
  return (
    <Outside
      url={url}
      className={`components-button is-secondary ${className}`}
    >
      {children}
    </Outside>
  );
}

/** What is in the way, and what to do: beside what it is about. */
export function Mark({ of: { what, todo } }: { of: Blocker }) {
  return (
    <span className="mark">
      <strong>
        <bdi>{what}</bdi>
      </strong>
      {todo && (
        <>
          : <bdi>{todo}</bdi>
        </>
      )}
    </span>
  );
}

interface ImageProps {
  url: string;
  alt: string;
  lazy?: boolean;
  onSize?: (width: number, height: number) => void;
}

/** A picture, or the words that it could not be shown. */
export function Image({ url, alt, lazy = true, onSize }: ImageProps) {
  const [failed, setFailed] = useState("");
  if (failed === url)
    return (
      <span className="picture-failed">
        {/* A browser does not tell why: not there, no picture, or http in a
            page that came by https. */}
        {url.startsWith("http:") && location.protocol === "https:"
          ? "Not shown: it can not be read, or is refused because it comes over http."
          : "This picture can not be shown here."}
      </span>
    );
  return (
    <img
      src={url}
      alt={alt}
      loading={lazy ? "lazy" : "eager"}
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setFailed(url)}
      onLoad={(e) =>
        onSize?.(e.currentTarget.naturalWidth, e.currentTarget.naturalHeight)
      }
    />
  );
}

const utc = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2})?) UTC/g;

/** The times of a sentence where one is, where only text can stand. */
export function inLocalTime(text: string): string {
  return text.replace(utc, (_, day: string, time: string) =>
    dateTime(`${day}T${time}Z`),
  );
}

/** A sentence of the server: its times in UTC as they are where one is. */
export function Told({ text }: { text: string }) {
  const out: ReactNode[] = [];
  let from = 0;
  for (const found of text.matchAll(utc)) {
    const at = `${found[1]}T${found[2]}Z`;
    out.push(text.slice(from, found.index));
    out.push(
      <time key={found.index} dateTime={at} title={exactTime(at)}>
        {dateTime(at)}
      </time>,
    );
    from = found.index + found[0].length;
  }
  out.push(text.slice(from));
  return <bdi className="told">{out}</bdi>;
}
