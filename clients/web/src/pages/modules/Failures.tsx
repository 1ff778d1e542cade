import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Collapse, Empty, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { countInWords, countsOf } from "../../parts/display/counts.ts";
import { lookNamed } from "../../parts/display/displayStates.ts";
import { DisplayTag } from "../../parts/display/DisplayTag.tsx";
import { groupFailures } from "./failureGroups.ts";

const mostNodes = 100;

/** Nodes that nobody can tell of, or that should run nothing: no failure, and no success. */
const unjudged = [lookNamed("cordoned"), lookNamed("offline")];

export function Failures({ instances }: { readonly instances: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const groups = groupFailures(instances);
  const counts = countsOf(instances);
  const others = unjudged.filter(({ name }) => counts[name] > 0).map((look) => countInWords(t, look, counts[look.name]));
  const note = others.length > 0 && t("failures.notJudged", { nodes: others.join(t("display.separator")) });
  return groups.length === 0 ? (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<>{t("failures.none")} {note}</>} />
  ) : (
    <div className="stack" style={{ gap: 8 }}>
      <Collapse
        size="small"
        items={groups.map(({ state, message, nodes }) => ({
          key: `${state} ${message}`,
          label: (
            <>
              <DisplayTag state={state} /> <span className="mono">{firstLines(message) || t("failures.noText")}</span>
            </>
          ),
          extra: <span className="short">{t("failures.nodes", { count: nodes.length })}</span>,
          children: (
            <>
              {message && (
                <Typography.Paragraph copyable={{ text: message }} className="mono logs" style={{ marginBottom: 8 }}>
                  {message}
                </Typography.Paragraph>
              )}
              <span className="row">
                {nodes.slice(0, mostNodes).map((node) => (
                  <Link key={node.agentId} to={`/agents/${node.agentId}`}>
                    {node.nodeName}
                  </Link>
                ))}
                {nodes.length > mostNodes && t("failures.more", { count: nodes.length - mostNodes })}
              </span>
            </>
          ),
        }))}
      />
      {note}
    </div>
  );
}

/** What a verifier says is long; all of it is one click away. */
const firstLines = (message: string): string => {
  const lines = message.split("\n");
  return lines.length > 3 ? [...lines.slice(0, 3), "…"].join("\n") : message;
};
