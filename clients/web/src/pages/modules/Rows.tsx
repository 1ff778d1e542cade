import { useQuery } from "@tanstack/react-query";
import { Empty, Table, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { Failure } from "../../parts/Failure.tsx";

/** The newest rows of a module, looked at again every few seconds. */
export function Rows({ moduleId, table }: { readonly moduleId: string; readonly table: string }) {
  const { t } = useTranslation();
  const rows = useQuery({ queryKey: ["rows", moduleId], queryFn: () => api.database.listRows({ moduleId, limit: 100 }), refetchInterval: 5_000 });
  if (rows.isError) {
    return <Failure error={rows.error} retry={() => void rows.refetch()} />;
  }

  return (
    <>
      {table && (
        <Typography.Paragraph className="mono" copyable>
          {`SELECT * FROM "${table}" ORDER BY time DESC LIMIT 100`}
        </Typography.Paragraph>
      )}
      <Table
        size="small"
        loading={rows.isPending}
        rowKey="key"
        className="scroll"
        dataSource={(rows.data?.rows ?? []).map((row, key) => ({ key, row }))}
        pagination={{ hideOnSinglePage: true, defaultPageSize: 20 }}
        locale={{ emptyText: <Empty description={t("rows.none")} /> }}
        columns={(rows.data?.columns ?? []).map((column) => ({
          title: column.name,
          render: (_: unknown, { row }: { row: Record<string, unknown> }) => {
            const value = row[column.name];
            return <span className="mono">{typeof value === "object" ? JSON.stringify(value) : String(value)}</span>;
          },
        }))}
      />
    </>
  );
}
