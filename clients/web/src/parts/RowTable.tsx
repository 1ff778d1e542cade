import { Empty, Table } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  /** Names, in order. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly isLoading?: boolean;
}

/** As long as a time with its zone. */
const longestInOneLine = 35;

/** Rows of a module, whatever is in them. */
export function RowTable({ columns, rows, isLoading = false }: Props) {
  const { t } = useTranslation();
  return (
    <Table
      size="small"
      loading={isLoading}
      rowKey="key"
      className="scroll"
      dataSource={rows.map((row, key) => ({ key, row }))}
      pagination={{ hideOnSinglePage: true, defaultPageSize: 20 }}
      locale={{ emptyText: <Empty description={t("rows.none")} /> }}
      columns={columns.map((name) => ({
        title: name,
        render: (_: unknown, { row }: { row: Readonly<Record<string, unknown>> }) => {
          const text = textOf(row[name]);
          return <span className={text.length <= longestInOneLine ? "mono short" : "mono"}>{text}</span>;
        },
      }))}
    />
  );
}

const textOf = (value: unknown): string => (value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
