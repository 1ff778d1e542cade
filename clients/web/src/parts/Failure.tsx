import { ApiError } from "@tricorder/apiserver";
import { Button, Result, Typography } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** What went wrong, in the server's words, with every field that is wrong and the id by which its log knows it. */
export function Failure({ error, retry }: Props) {
  const { t } = useTranslation();
  const { message, violations, correlationId, isTransient } = ApiError.from(error);
  return (
    <Result
      status={isTransient ? "warning" : "error"}
      title={isTransient ? t("failure.unreachable") : t("failure.title")}
      subTitle={message}
      extra={retry && <Button onClick={retry}>{t("failure.retry")}</Button>}
    >
      {(violations.length > 0 || correlationId) && (
        <>
          {violations.map((one) => (
            <Typography.Paragraph key={one.field + one.description}>
              <span className="mono">{one.field}</span> {one.description}
            </Typography.Paragraph>
          ))}
          {correlationId && (
            <Typography.Text type="secondary" copyable={{ text: correlationId }}>
              {t("failure.correlation", { id: correlationId })}
            </Typography.Text>
          )}
        </>
      )}
    </Result>
  );
}
