import { DeploymentTarget, type Deployment } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { brokenOf, conditionInWords, nameOfCondition, reasonInWords } from "../../parts/conditions.ts";
import { countInWords, type Counts } from "../../parts/display/counts.ts";
import { lookNamed } from "../../parts/display/displayStates.ts";

const elsewhere = [lookNamed("unsupported"), lookNamed("cordoned"), lookNamed("offline")];

/** What is wrong with a module, before anything else on its page. */
export function Banners({ deployment, counts }: { readonly deployment: Deployment; readonly counts: Counts | undefined }) {
  const { t } = useTranslation();
  const broken = brokenOf(deployment);
  const isDeployed = deployment.target === DeploymentTarget.DEPLOYED;
  const missing = (isDeployed ? elsewhere : []).filter(({ name }) => (counts?.[name] ?? 0) > 0).map((look) => countInWords(t, look, counts![look.name]));
  return (
    <>
      {broken && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={[nameOfCondition(t, broken), reasonInWords(t, broken.reason)].filter(Boolean).join(" · ")}
          description={conditionInWords(t, broken, counts)}
        />
      )}
      {isDeployed && deployment.findings.map((finding) => (
        <Alert
          key={finding.code}
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t(`finding.${finding.code}`, { defaultValue: finding.message })}
        />
      ))}
      {missing.length > 0 && (
        <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("module.notEverywhere", { nodes: missing.join(t("display.separator")) })} />
      )}
    </>
  );
}
