import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly onChange: (items: T[]) => void;
  /** Makes the one that is added. */
  readonly make: () => T;
  readonly children: (item: T, index: number, change: (part: Partial<T>) => void) => ReactNode;
}

/** A list whose order means something: add, remove, move. */
export function Lines<T extends object>({ label, items, onChange, make, children }: Props<T>) {
  const { t } = useTranslation();
  const remove = (index: number) => onChange(items.filter((_, at) => at !== index));
  const swap = (one: number, other: number) => onChange(items.map((item, index) => (index === one ? items[other]! : index === other ? items[one]! : item)));
  return (
    <section aria-label={label} className="stack" style={{ gap: 8 }}>
      {items.map((item, index) => (
        <div key={index} className="line">
          {children(item, index, (part) => onChange(items.map((other, at) => (at === index ? { ...other, ...part } : other))))}
          <Space.Compact>
            <Button aria-label={t("editor.up")} icon={<ArrowUpOutlined aria-hidden />} disabled={index === 0} onClick={() => swap(index, index - 1)} />
            <Button
              aria-label={t("editor.down")}
              icon={<ArrowDownOutlined aria-hidden />}
              disabled={index === items.length - 1}
              onClick={() => swap(index, index + 1)}
            />
            <Button aria-label={t("editor.remove")} icon={<DeleteOutlined aria-hidden />} danger onClick={() => remove(index)} />
          </Space.Compact>
        </div>
      ))}
      <span>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => onChange([...items, make()])}>
          {t("editor.add")}
        </Button>
      </span>
    </section>
  );
}
