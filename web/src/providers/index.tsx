// The providers: how each is doing, and a look at it now.
import { OfHealth } from "../parts/of_health";
import { Page } from "../parts/page";
import { Empty } from "../parts/state";
import { ProviderCard } from "./card";

export default function Providers() {
  return (
    <Page title="Providers">
      <OfHealth what="how the providers are doing">
        {({ providers }) =>
          providers.length === 0 ? (
            <Empty title="No provider yet">
              <p>
                Providers are named in the configuration: a{" "}
                <code>[[provider]]</code> with its kind and key.
              </p>
            </Empty>
          ) : (
            <div className="cards">
              {providers.map((p) => (
                <ProviderCard key={p.name} provider={p} />
              ))}
            </div>
          )
        }
      </OfHealth>
    </Page>
  );
}
