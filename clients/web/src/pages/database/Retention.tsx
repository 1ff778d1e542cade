import { type Table } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/database";
import { App, Select } from "antd";
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
  const { modal } = App.useApp();
  const requestOf = (seconds: number) => ({
    scope: { case: "table" as const, value: table.name },
    retention: { seconds: BigInt(seconds) },
  });
  const set = useCall(
    (seconds: number) => api.database.setRetention({ ...requestOf(seconds), requestId: newRequestId() }),
    t("database.retentionSet"),
  );

  // Rows that go are gone: how many those are is said first.
  const ask = useCall(async (seconds: number) => {
    const { rowsToDelete } = await api.database.setRetention({ ...requestOf(seconds), validateOnly: true });
    if (rowsToDelete === 0n) {
      set.mutate(seconds);
      return;
    }

    modal.confirm({
      title: t("database.shorterTitle", { count: Number(rowsToDelete ?? 0n) }),
      content: t("database.shorterText", { table: table.name }),
      okText: t("database.shorterOk"),
      okButtonProps: { danger: true },
      onOk: () => set.settle(seconds),
    });
  });
  const seconds = Number(table.retention?.seconds ?? 0n);
  const all = [...new Set([...choices, ...(seconds > 0 ? [seconds] : [])])].sort((a, b) => a - b);
  return (
    <Select
      size="small"
      style={{ width: 130 }}
      aria-label={t("field.retention")}
      disabled={!may(session, "ROLE_ADMIN")}
      loading={ask.isPending || set.isPending}
      value={seconds}
      onChange={(value: number) => ask.mutate(value)}
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
