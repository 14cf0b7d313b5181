// The frame of a section of the page.
import type { ReactNode } from "react";

interface CardProps {
  title: string;
  id?: string;
  /** Beside the heading. */
  acts?: ReactNode;
  children: ReactNode;
  className?: string;
}

const headingId = (card: string) => `card-${card}`;

export function Card({ title, id, acts, children, className }: CardProps) {
  const heading = headingId(id ?? title.toLowerCase().replace(/[^a-z]+/g, "-"));
  return (
    <section className={`card ${className ?? ""}`} aria-labelledby={heading}>
      <header className="card-head">
        <h2 id={heading} tabIndex={-1}>
          {title}
        </h2>
        {acts && <div className="acts">{acts}</div>}
      </header>
      {children}
    </section>
  );
}

/** Brings a card's heading to the person, for eyes and for ears. */
export function show(id: string) {
  const heading = document.getElementById(headingId(id));
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({
  name,
  children,
}: {
  name: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
