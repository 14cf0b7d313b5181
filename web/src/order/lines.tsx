// The lines: what was bought, what the buyer chose, and what will be printed.
import { Button } from "@wordpress/components";
import { isolated, money } from "../format/format";
import { providerName } from "../format/words";
import { Badge } from "../parts/badge";
import { Time } from "../parts/time";
import { Card } from "../parts/card";
import { EditUnderWay } from "./edit_design";
import { blockersOf, dimensions, safeLink } from "./facts";
import { Image, Mark, Outside, Told } from "./outside";
import { pictureKinds, picturesOf, type Picture } from "./pictures";
import type { ArtworkFile, Asked, Blocker, Order, OrderLine } from "./types";
import { partStates, verdicts } from "./words";

type View = (picture: Picture) => void;

function Thumb({ picture, view }: { picture: Picture; view: View }) {
  return (
    <button
      type="button"
      className="thumb"
      aria-label={`View: ${picture.title}`}
      onClick={() => view(picture)}
    >
      <Image url={picture.url} alt="" />
      <small>{pictureKinds[picture.kind]}</small>
    </button>
  );
}

function Verdict({ file }: { file: ArtworkFile }) {
  const { text, tone } = verdicts[file.verdict];
  return (
    <span className="verdict">
      <Badge tone={tone} text={text} />
      <small>
        {[isolated(file.words), dimensions(file)].filter(Boolean).join(" · ")}
        {file.being_looked_at ? (
          " · being looked at"
        ) : file.checked_at ? (
          <>
            {" "}
            · looked at <Time at={file.checked_at} as="ago" />
          </>
        ) : null}
      </small>
    </span>
  );
}

// A production file may weigh many megabytes: it is fetched when somebody
// wants to see it.
function Designs({ designs, view }: { designs: Picture[]; view: View }) {
  return (
    <ul className="designs">
      {designs.map((d, i) => (
        <li key={d.url}>
          <Button
            variant="secondary"
            size="compact"
            onClick={() => view(d)}
            aria-label={`View Design${designs.length > 1 ? ` ${i + 1}` : ""}: ${d.title}`}
          >
            View Design{designs.length > 1 && ` ${i + 1}`}
          </Button>
          {d.file && <Verdict file={d.file} />}
        </li>
      ))}
    </ul>
  );
}

function PartState({ line }: { line: OrderLine }) {
  const { part } = line;
  if (!part) return <small>Goes to no provider from here</small>;
  const { text, tone } = partStates[part.state];
  return (
    <span className="line-part">
      <bdi>{providerName(part.provider)}</bdi>
      <small>
        <bdi>{part.provider_sku}</bdi>
      </small>
      <Badge tone={tone} text={text} />
    </span>
  );
}

/** Where its words are changed, and where the product's design is made. */
function DesignActs({ line, may, ask }: Acts & { line: OrderLine }) {
  const { edit } = line;
  return (
    <p className="design-acts">
      {may && edit.allowed && (
        <Button
          variant="secondary"
          size="compact"
          aria-label={`Edit Design: ${line.name}`}
          onClick={() => ask({ what: "edit", line: line.id })}
        >
          Edit Design…
        </Button>
      )}
      {safeLink(line.product_admin_url) && (
        <Outside url={line.product_admin_url}>Define Design</Outside>
      )}
      {may && !edit.allowed && edit.entries.length > 0 && (
        <small>
          Editing is closed: <Told text={edit.why} />.
        </small>
      )}
    </p>
  );
}

interface Acts {
  may: boolean;
  ask: (asked: Asked) => void;
}

interface LineProps extends Acts {
  order: Order;
  line: OrderLine;
  pictures: Picture[];
  blockers: Blocker[];
  view: View;
}

function Line({ order, line, pictures, blockers, view, ...acts }: LineProps) {
  const { options, print_files } = line.personalization;
  const designs = pictures.filter((p) => p.kind === "design");
  const thumbs = pictures.filter((p) => p.kind !== "design");
  const personalized =
    options.length > 0 || thumbs.some((p) => p.kind !== "mockup");
  return (
    <li className="line">
      <div className="line-head">
        <h3>
          <Outside url={line.product_url}>
            <bdi>{line.name}</bdi>
          </Outside>
        </h3>
        <span className="line-sum">
          {line.quantity} {line.quantity === 1 ? "piece" : "pieces"},{" "}
          <strong>{money(line.total, order.currency)}</strong>
        </span>
      </div>
      <p className="line-sku">
        <span>
          SKU{" "}
          <code>
            <bdi>{line.sku || "none"}</bdi>
          </code>
        </span>
        <PartState line={line} />
        {line.refunded > 0 && (
          <Badge tone="warning" text={`${line.refunded} refunded`} />
        )}
      </p>
      {options.length > 0 && (
        <dl className="options">
          {options.map((o, i) => (
            <div key={i}>
              <dt>{o.name}</dt>
              <dd>{o.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {!personalized && print_files.length === 0 && (
        <p className="weak">Not personalized.</p>
      )}
      {thumbs.length > 0 && (
        <div className="thumbs">
          {thumbs.map((p) => (
            <Thumb key={`${p.kind} ${p.url}`} picture={p} view={view} />
          ))}
        </div>
      )}
      {designs.length > 0 && <Designs designs={designs} view={view} />}
      {personalized && designs.length === 0 && (
        <p className="weak">There is no final design.</p>
      )}
      <DesignActs line={line} {...acts} />
      {order.edit?.line_id === line.id && (
        <EditUnderWay order={order} {...acts} />
      )}
      {blockers.map((b) => (
        <Mark key={b.code + b.what} of={b} />
      ))}
    </li>
  );
}

export function LinesCard({
  order,
  view,
  ...acts
}: Acts & { order: Order; view: View }) {
  const pictures = picturesOf(order);
  const blockers = blockersOf(order);
  const pieces = order.lines.reduce((sum, l) => sum + l.quantity, 0);
  return (
    <Card
      title="Items"
      acts={
        <small>
          {pieces} {pieces === 1 ? "piece" : "pieces"}
        </small>
      }
    >
      <ul className="lines">
        {order.lines.map((line) => (
          <Line
            key={line.id}
            order={order}
            line={line}
            pictures={pictures.filter((p) => p.line === line.id)}
            blockers={blockers.filter((b) => b.line_id === line.id)}
            view={view}
            {...acts}
          />
        ))}
      </ul>
    </Card>
  );
}
