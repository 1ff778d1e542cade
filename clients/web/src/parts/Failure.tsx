import { ApiError } from "@tricorder/apiserver";
import { Alert, Button, Result, Typography } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/**
 * What went wrong, in the server's words, with the id by which its log knows it. Fields that are wrong are all named, and no repetition helps
 * before they are right.
 */
export function Failure({ error, retry }: Props) {
  const { t } = useTranslation();
  const { message, violations, correlationId, isTransient } = ApiError.from(error);
  const id = correlationId && (
    <Typography.Text type="secondary" copyable={{ text: correlationId }}>
      {t("failure.correlation", { id: correlationId })}
    </Typography.Text>
  );
  if (violations.length > 0) {
    const fields = violations.map((one) => (
      <div key={one.field + one.description}>
        <span className="mono">{one.field}</span> {one.description}
      </div>
    ));
    return <Alert type="error" showIcon title={message} description={<>{fields}{id}</>} />;
  }

  return (
    <Result
      status={isTransient ? "warning" : "error"}
      title={isTransient ? t("failure.unreachable") : t("failure.title")}
      subTitle={message}
      extra={retry && <Button onClick={retry}>{t("failure.retry")}</Button>}
    >
      {id || undefined}
    </Result>
  );
}
