import { InstanceState, type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Collapse, Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

const mostNodes = 100;

/** Failures by what they say, those of most nodes first. */
export function groupByMessage(instances: readonly ModuleInstance[]): [string, ModuleInstance[]][] {
  const groups = new Map<string, ModuleInstance[]>();
  for (const instance of instances) {
    if (instance.state === InstanceState.FAILED || instance.state === InstanceState.HELD) {
      const group = groups.get(instance.message);
      if (group) {
        group.push(instance);
      } else {
        groups.set(instance.message, [instance]);
      }
    }
  }

  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

export function Failures({ instances }: { readonly instances: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const groups = groupByMessage(instances);
  return groups.length === 0 ? (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("failures.none")} />
  ) : (
    <Collapse
      size="small"
      items={groups.map(([text, nodes]) => ({
        key: text,
        label: <span className="mono">{text || t("failures.noText")}</span>,
        extra: <span className="short">{t("failures.nodes", { count: nodes.length })}</span>,
        children: (
          <span className="row">
            {nodes.slice(0, mostNodes).map((node) => (
              <Link key={node.agentId} to={`/agents/${node.agentId}`}>
                {node.nodeName}
              </Link>
            ))}
            {nodes.length > mostNodes && t("failures.more", { count: nodes.length - mostNodes })}
          </span>
        ),
      }))}
    />
  );
}
