// The frame of a page: its heading is the document's title and where the
// focus goes when the page comes.
import { useEffect, useRef, type ReactNode } from "react";

interface PageProps {
  title: string;
  /** Beside the heading: the page's own buttons. */
  acts?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Page({ title, acts, children, className }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · dastomized`;
  }, [title]);
  useEffect(() => {
    // Not on the very first page: there the browser begins at the top.
    if (document.documentElement.dataset["moved"])
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={`page ${className ?? ""}`}>
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {acts && <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}
