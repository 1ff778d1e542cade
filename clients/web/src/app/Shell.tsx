import {
  AlertOutlined, ApartmentOutlined, BarChartOutlined, DashboardOutlined, DatabaseOutlined, HeartOutlined, HistoryOutlined, MenuOutlined,
} from "@ant-design/icons";
import { Button, Drawer, Grid, Layout, Menu, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation } from "react-router";
import { useLiveness, useWatching } from "../live/live.ts";
import { useSession } from "../session/session.ts";
import { LiveBadge } from "./LiveBadge.tsx";
import { NotConnected } from "./NotConnected.tsx";
import { Preferences } from "./Preferences.tsx";
import { UserMenu } from "./UserMenu.tsx";

const places = [
  ["/", "overview", <DashboardOutlined aria-hidden />],
  ["/modules", "modules", <ApartmentOutlined aria-hidden />],
  ["/agents", "agents", <AlertOutlined aria-hidden />],
  ["/events", "events", <HistoryOutlined aria-hidden />],
  ["/grafana", "grafana", <BarChartOutlined aria-hidden />],
  ["/database", "database", <DatabaseOutlined aria-hidden />],
  ["/status", "status", <HeartOutlined aria-hidden />],
] as const;

/** What is around every page. */
export function Shell() {
  const { t } = useTranslation();
  const { cluster } = useSession();
  const [isOpen, setOpen] = useState(false);
  const isWide = Grid.useBreakpoint().lg ?? true;
  const { pathname } = useLocation();
  useWatching();
  const { isLive, staleSince } = useLiveness();
  const menu = (
    <Menu
      mode="inline"
      selectedKeys={[`/${pathname.split("/")[1] ?? ""}`]}
      items={places.map(([path, name, icon]) => ({ key: path, icon, label: <Link to={path}>{t(`nav.${name}`)}</Link> }))}
      onClick={() => setOpen(false)}
      style={{ border: 0, background: "transparent" }}
    />
  );
  return (
    <Layout className="full">
      <a href="#content" className="skip">
        {t("nav.skip")}
      </a>
      <Layout.Header className="row" style={{ position: "sticky", top: 0, zIndex: 10, padding: "0 16px", flexWrap: "nowrap", background: "#0b1f3a" }}>
        {!isWide && (
          <Button type="text" aria-label={t("nav.menu")} icon={<MenuOutlined style={{ color: "#fff" }} />} onClick={() => setOpen(true)} />
        )}
        <Link to="/" className="row" aria-label="API Server" style={{ flexWrap: "nowrap", lineHeight: 1 }}>
          <img src="/icon.svg" width={26} height={26} alt="" />
          <Typography.Text strong className="wide short" style={{ color: "#fff", fontSize: 16 }}>
            API Server
          </Typography.Text>
        </Link>
        <Typography.Text ellipsis style={{ color: "#b8c7de", maxWidth: 220 }} title={t("cluster", { name: cluster })}>
          {cluster}
        </Typography.Text>
        <span className="grow" />
        <LiveBadge />
        <Preferences />
        <UserMenu />
      </Layout.Header>
      <Layout>
        {isWide ? (
          <Layout.Sider width={200} theme="light" style={{ position: "sticky", top: 64, height: "calc(100vh - 64px)" }}>
            <nav aria-label={t("nav.menu")}>{menu}</nav>
          </Layout.Sider>
        ) : (
          <Drawer open={isOpen} onClose={() => setOpen(false)} placement="left" size={240} title="API Server" styles={{ body: { padding: 0 } }}>
            <nav aria-label={t("nav.menu")}>{menu}</nav>
          </Drawer>
        )}
        {/* antd's content is the page's `main`. */}
        <Layout.Content id="content" tabIndex={-1}>
          <div className="page">
            <NotConnected />
            <div className={!isLive && staleSince ? "stale" : ""}>
              <Outlet />
            </div>
          </div>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
