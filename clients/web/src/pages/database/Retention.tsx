import { type Table } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/database";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useCall } from "../../parts/calls.ts";
import { durationInWords } from "../../parts/duration.ts";
import { may, useSession } from "../../session/session.ts";

const day = 86_400;
const choices = [1, 3, 7, 14, 30, 90, 365].map((days) => days * day);

/** How long rows are kept; chosen here by whoever may. */
export function Retention({ table }: { readonly table: Table }) {
  const { t } = useTranslation();
  const session = useSession();
  const set = useCall(
    (seconds: number) =>
      api.database.setRetention({
        scope: { case: "table", value: table.name },
        retention: { seconds: BigInt(seconds) },
        requestId: newRequestId(),
      }),
    t("database.retentionSet"),
  );
  const seconds = Number(table.retention?.seconds ?? 0n);
  const all = [...new Set([...choices, ...(seconds > 0 ? [seconds] : [])])].sort((a, b) => a - b);
  return (
    <Select
      size="small"
      style={{ width: 130 }}
      aria-label={t("field.retention")}
      disabled={!may(session, "ROLE_ADMIN")}
      loading={set.isPending}
      value={seconds}
      onChange={(value: number) => set.mutate(value)}
      options={[
        ...(seconds === 0 ? [{ value: 0, label: t("database.forever") }] : []),
        ...all.map((value) => ({
          value,
          label: durationInWords(t, value),
        })),
      ]}
    />
  );
}
