import { CheckCircleTwoTone } from "@ant-design/icons";
import { FindingSeverity, type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { Alert, Button, Card, Spin, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { fieldInWords } from "../../../parts/fields.ts";
import { problemInWords } from "../../../parts/problem.ts";
import { isError } from "./findings.ts";

interface Props {
  readonly findings: readonly Finding[];
  /** False where there is nothing yet that could be wrong. */
  readonly isBegun: boolean;
  readonly isChecking: boolean;
  readonly error: unknown;
  readonly onChoose: (finding: Finding) => void;
}

const colours = { [FindingSeverity.ERROR]: "error", [FindingSeverity.WARNING]: "warning" } as const;

/** Everything that the server has to say about the module, errors first; a click goes there. */
export function FindingList({ findings, isBegun, isChecking, error, onChoose }: Props) {
  const { t } = useTranslation();
  const sorted = [...findings].sort((a, b) => a.severity - b.severity);
  return (
    <Card size="small" title={t("editor.findings")} extra={isChecking && <Spin size="small" />}>
      {error ? (
        <Alert type="error" showIcon title={problemInWords(t, error)} />
      ) : !isBegun ? (
        <Typography.Text type="secondary">{t("editor.notBegun")}</Typography.Text>
      ) : !sorted.some(isError) && !isChecking ? (
        <Typography.Paragraph style={{ margin: 0 }}>
          <CheckCircleTwoTone twoToneColor="#52c41a" /> {t("editor.noErrors")}
        </Typography.Paragraph>
      ) : null}
      {sorted.map((one, index) => (
        <div key={index} className="finding">
          <Tag color={colours[one.severity as keyof typeof colours] ?? "default"}>{t(`editor.severity.${one.severity}`)}</Tag>
          <Button type="link" size="small" onClick={() => onChoose(one)}>
            {[fieldInWords(t, one.field), one.line > 0 && t("finding.line", { line: one.line })].filter(Boolean).join(t("display.separator"))}
          </Button>
          {one.message}
        </div>
      ))}
    </Card>
  );
}
