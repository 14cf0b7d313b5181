// Looks through the pictures of an order: arrow keys, side by side, whole or
// pixel by pixel, and what is known of the file.
import { Button, Modal } from "@wordpress/components";
import { chevronLeft, chevronRight } from "@wordpress/icons";
import { useRef, useState, type KeyboardEvent } from "react";
import { Badge } from "../parts/badge";
import { Time } from "../parts/time";
import { Fact, Facts } from "../parts/card";
import { useKeptWithin } from "../parts/focus";
import { Image, Outside } from "./outside";
import { pairOf, pictureKinds, type Picture } from "./pictures";
import { bytes, verdicts } from "./words";

function About({ picture, size }: { picture: Picture; size: string }) {
  const { file } = picture;
  const shown =
    file && file.width > 0 ? `${file.width} × ${file.height}` : size;
  return (
    <Facts>
      <Fact name="Pixels">{shown || "Not known"}</Fact>
      {file && file.dpi > 0 && <Fact name="Resolution">{file.dpi} dpi</Fact>}
      {file && file.bytes > 0 && (
        <Fact name="File">
          {[file.type, bytes(file.bytes)].filter(Boolean).join(", ")}
        </Fact>
      )}
      {file && (
        <Fact name="Check">
          <Badge
            tone={verdicts[file.verdict].tone}
            text={verdicts[file.verdict].text}
          />{" "}
          <bdi>{file.words}</bdi>
          {file.checked_at && (
            <small>
              {" "}
              <Time at={file.checked_at} />
            </small>
          )}
        </Fact>
      )}
      {file?.sha256 && (
        <Fact name="SHA-256">
          <code className="hash">{file.sha256}</code>
        </Fact>
      )}
      <Fact name="Original">
        <Outside url={picture.url}>Open the file</Outside>
      </Fact>
    </Facts>
  );
}

function Figure({ picture }: { picture: Picture }) {
  const [size, setSize] = useState("");
  return (
    <figure>
      <div className="canvas" tabIndex={0} role="group" aria-label="Picture">
        <Image
          key={picture.url}
          url={picture.url}
          alt={picture.title}
          lazy={false}
          onSize={(w, h) => setSize(`${w} × ${h}`)}
        />
      </div>
      <figcaption>
        <strong>{pictureKinds[picture.kind]}</strong>
        <About picture={picture} size={size} />
      </figcaption>
    </figure>
  );
}

interface Props {
  pictures: Picture[];
  first: Picture;
  onClose: () => void;
}

export function Viewer({ pictures, first, onClose }: Props) {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      pictures.findIndex((p) => p.url === first.url && p.line === first.line),
    ),
  );
  const overlay = useRef<HTMLDivElement>(null);
  useKeptWithin(overlay);
  const [beside, setBeside] = useState(false);
  const [whole, setWhole] = useState(true);
  const picture = pictures[Math.min(at, pictures.length - 1)] ?? first;
  const pair = pairOf(pictures, picture);
  const shown = beside && pair ? pair : [picture];
  const go = (by: number) =>
    setAt((n) => (n + by + pictures.length) % pictures.length);
  const keys = (e: KeyboardEvent) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    // Pixel by pixel the arrows move the picture.
    if (!whole && (e.target as HTMLElement).closest(".canvas")) return;
    if (e.key === "ArrowLeft") go(-1);
    else if (e.key === "ArrowRight") go(1);
    else return;
    e.preventDefault();
  };
  return (
    <Modal
      ref={overlay}
      title={picture.title}
      onRequestClose={onClose}
      size="fill"
      className="dialog viewer"
      onKeyDown={keys}
    >
      <div className="viewer-bar acts">
        <Button
          icon={chevronLeft}
          label="Previous picture"
          onClick={() => go(-1)}
        />
        <span role="status">
          {at + 1} of {pictures.length}
          <span className="screen-reader-text">: {picture.title}</span>
        </span>
        <Button
          icon={chevronRight}
          label="Next picture"
          onClick={() => go(1)}
        />
        <span className="gap" />
        {pair && (
          <Button
            variant="secondary"
            size="compact"
            isPressed={beside}
            onClick={() => setBeside(!beside)}
          >
            Preview beside design
          </Button>
        )}
        <Button
          variant="secondary"
          size="compact"
          isPressed={!whole}
          onClick={() => setWhole(!whole)}
        >
          Pixel by pixel
        </Button>
      </div>
      <div
        className={`figures ${whole ? "is-whole" : ""} ${
          shown.length > 1 ? "is-pair" : ""
        }`}
      >
        {shown.map((p) => (
          <Figure key={`${p.kind} ${p.url}`} picture={p} />
        ))}
      </div>
    </Modal>
  );
}
