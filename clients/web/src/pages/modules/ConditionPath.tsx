import { ConditionStatus, type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { Steps, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { conditionInWords, kindInWords, nameOfCondition, reasonInWords } from "../../parts/conditions.ts";
import { type Counts } from "../../parts/display/counts.ts";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

type Look = "finish" | "error" | "process" | "wait";

const lookOf: Record<ConditionStatus, Look> = {
  [ConditionStatus.UNSPECIFIED]: "wait",
  [ConditionStatus.TRUE]: "finish",
  [ConditionStatus.FALSE]: "error",
  [ConditionStatus.UNKNOWN]: "process",
  [ConditionStatus.NOT_CONFIGURED]: "wait",
};

interface Props {
  readonly conditions: readonly DeploymentCondition[];
  /** Of what should not run, nothing is on its way: what is not wrong waits. */
  readonly isUndeployed: boolean;
  /** Of the module's instances. */
  readonly counts: Counts | undefined;
}

/** The way from a module to its rows; the first step that does not hold says why nothing arrives. */
export function ConditionPath({ conditions, isUndeployed, counts }: Props) {
  const { t } = useTranslation();
  const steps = isUndeployed ? conditions.filter(({ type }) => type !== "DataFlowing") : conditions;
  return (
    <>
      {isUndeployed && <Typography.Paragraph type="secondary">{t("module.undeployed")}</Typography.Paragraph>}
      <Steps
        orientation="vertical"
        size="small"
        current={-1}
        items={steps.map((condition) => ({
          title: nameOfCondition(t, condition),
          status: isUndeployed && condition.status !== ConditionStatus.FALSE ? "wait" : lookOf[condition.status],
          content: (
            <>
              {conditionInWords(t, condition, counts)}{" "}
              <Typography.Text type="secondary">
                {reasonInWords(t, condition.reason)} · <RelativeTime time={condition.updateTime} />
              </Typography.Text>
              {condition.errors.map((error) => (
                <div key={`${error.kind} ${error.text}`}>
                  {kindInWords(t, error.kind) && <Tag>{kindInWords(t, error.kind)}</Tag>}
                  <span className="mono">
                    {error.count} × {error.text}
                  </span>
                </div>
              ))}
            </>
          ),
        }))}
      />
    </>
  );
}
