import { UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, Grid } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { signOut, useSession } from "../session/session.ts";

/** Who is signed in. */
export function UserMenu() {
  const { t } = useTranslation();
  const { open, actor, role } = useSession();
  const isWide = Grid.useBreakpoint().md ?? true;
  const name = open ? t("session.local") : actor;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "who", label: `${name}${role ? ` · ${t(`role.${role}`)}` : ""}`, disabled: true },
          ...(open ? [] : [{ key: "sessions", label: <Link to="/sessions">{t("sessions.title")}</Link> }, { key: "out", label: t("session.signOut"), onClick: () => void signOut() }]),
        ],
      }}
    >
      <Button type="text" aria-label={name} icon={<UserOutlined aria-hidden />} style={{ color: "#fff" }}>
        {isWide && name}
      </Button>
    </Dropdown>
  );
}
