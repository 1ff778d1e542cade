import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { countsOf, present } from "../../parts/display/counts.ts";
import { describe } from "../../parts/display/describe.ts";
import { lookOf } from "../../parts/display/displayStates.ts";
import { Sign } from "../../parts/display/Sign.tsx";
import { useFilter } from "../../parts/filters.ts";

const mostNodes = 100;

/** The legend of the grid: how many nodes are in which state, and which ones, for whoever asks. */
export function NodeStates({ instances }: { readonly instances: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const [asked, ask] = useFilter("nodes");
  const nodes = instances.filter(({ displayState }) => lookOf(displayState)?.name === asked);
  return (
    <>
      <div className="legend" role="group" aria-label={t("grid.legend")}>
        {present(countsOf(instances)).map(([look, count]) => (
          <Button
            key={look.name}
            type={asked === look.name ? "default" : "text"}
            size="small"
            aria-pressed={asked === look.name}
            data-state={look.name}
            data-count={count}
            onClick={() => ask(asked === look.name ? "" : look.name)}
          >
            <span>
              <Sign look={look} />
              {t("counts.one", { count, state: t(`display.${look.name}`) })}
            </span>
          </Button>
        ))}
      </div>
      {nodes.length > 0 && (
        <ul className="nodes">
          {nodes.slice(0, mostNodes).map((node) => (
            <li key={node.agentId}>
              <Link to={`/agents/${node.agentId}`}>{node.nodeName || node.agentId}</Link> {describe(t, node)}
              {node.message && <div className="mono">{node.message}</div>}
            </li>
          ))}
          {nodes.length > mostNodes && <li>{t("failures.more", { count: nodes.length - mostNodes })}</li>}
        </ul>
      )}
    </>
  );
}
