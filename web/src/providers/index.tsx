// The providers: how each is doing, and a look at it now.
import { Page } from "../parts/page";
import { Empty, Loading } from "../parts/state";
import { useHealth } from "../shell/health";
import { ProviderCard } from "./card";

export default function Providers() {
  const health = useHealth();
  return (
    <Page title="Providers">
      {!health ? (
        <Loading what="Reading how the providers are doing" />
      ) : health.providers.length === 0 ? (
        <Empty title="No provider yet">
          <p>
            Providers are named in the configuration: a{" "}
            <code>[[provider]]</code> with its kind and key.
          </p>
        </Empty>
      ) : (
        <div className="cards">
          {health.providers.map((p) => (
            <ProviderCard key={p.name} provider={p} />
          ))}
        </div>
      )}
    </Page>
  );
}
