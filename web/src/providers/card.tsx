// How one provider is doing.
import type { ProviderHealth } from "../api/types";
import { count, counted } from "../format/format";
import { providerName, sentence } from "../format/words";
import { Badge } from "../parts/badge";
import { Card, Fact, Facts } from "../parts/card";
import { Doctor } from "../parts/doctor";
import { href } from "../shell/href";
import { useMay } from "../shell/session";

function State({ provider }: { provider: ProviderHealth }) {
  if (provider.stopped)
    return <Badge tone="error" text="Stopped: a person must act" />;
  if (provider.problem) return <Badge tone="warning" text="In trouble" />;
  return <Badge tone="success" text="Working" />;
}

export function ProviderCard({ provider }: { provider: ProviderHealth }) {
  const may = useMay("operator");
  const { name, problem, submitted, refused, unclear, waiting } = provider;
  return (
    <Card title={providerName(name)} id={`provider-${name}`}>
      <p>
        <State provider={provider} />
      </p>
      {problem && <p className="problem">{sentence(problem)}</p>}
      <Facts>
        <Fact name="Since the start">
          {count(submitted)} submitted, {count(refused)} refused,{" "}
          {count(unclear)} unclear
        </Fact>
        <Fact name="Waiting">{counted(waiting, "call")}</Fact>
        <Fact name="Orders">
          <a href={href("/orders", { provider: name })}>Show its orders</a>
        </Fact>
      </Facts>
      {may && (
        <Doctor
          path={`/providers/${encodeURIComponent(name)}/doctor`}
          of={providerName(name)}
        />
      )}
    </Card>
  );
}
