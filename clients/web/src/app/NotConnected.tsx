import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { language } from "../i18n/i18n.ts";
import { useLiveness, useRetryNow } from "../live/live.ts";
import { ago } from "../parts/ago.ts";
import { useNow } from "../parts/time.ts";

/** Says since when nothing is known, above every page, while the server does not answer. */
export function NotConnected() {
  const { isLive, staleSince } = useLiveness();
  return !isLive && staleSince ? <Since time={staleSince} /> : null;
}

function Since({ time }: { readonly time: Date }) {
  const { t } = useTranslation();
  const retryNow = useRetryNow();
  const now = useNow();
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t("live.notConnected", { time: time.toLocaleTimeString(language()), ago: ago(t, time, now) })}
      description={t("live.notConnectedHint")}
      action={
        <Button size="small" onClick={retryNow}>
          {t("live.now")}
        </Button>
      }
    />
  );
}
