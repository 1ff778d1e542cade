import { useQuery } from "@tanstack/react-query";
import { Typography } from "antd";
import { api } from "../../api/api.ts";
import { Failure } from "../../parts/Failure.tsx";
import { RowTable } from "../../parts/RowTable.tsx";

/** The newest rows of a module, looked at again every few seconds. */
export function Rows({ moduleId, table }: { readonly moduleId: string; readonly table: string }) {
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
      <RowTable columns={(rows.data?.columns ?? []).map((column) => column.name)} rows={rows.data?.rows ?? []} isLoading={rows.isPending} />
    </>
  );
}
