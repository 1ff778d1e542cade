import { Typography } from "antd";
import { useEffect, type ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: what it is about, what can be done here, and the rest. */
export function Page({ title, note, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · API Server`;
  }, [title]);
  return (
    <>
      <header className="row" style={{ marginBottom: 16 }}>
        <div style={{ flex: "1 1 280px", minWidth: 0 }}>
          <Typography.Title level={1} style={{ margin: 0, fontSize: 24, overflowWrap: "anywhere" }}>
            {title}
          </Typography.Title>
          {note && <Typography.Text type="secondary">{note}</Typography.Text>}
        </div>
        {actions}
      </header>
      {children}
    </>
  );
}
