import { GlobalOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { use } from "react";
import { useTranslation } from "react-i18next";
import { language, languages, setLanguage, type Language } from "../i18n/i18n.ts";
import { ThemeContext } from "./ThemeContext.ts";

export function Preferences() {
  const { t } = useTranslation();
  const { dark, setDark } = use(ThemeContext);
  const white = { color: "#fff" };
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <Dropdown
        trigger={["click"]}
        menu={{
          selectable: true,
          selectedKeys: [language()],
          items: Object.entries(languages).map(([key, label]) => ({ key, label })),
          onClick: ({ key }) => void setLanguage(key as Language),
        }}
      >
        <Button type="text" aria-label={t("preferences.language")} icon={<GlobalOutlined style={white} />} />
      </Dropdown>
      <Button
        type="text"
        aria-label={dark ? t("preferences.light") : t("preferences.dark")}
        icon={dark ? <SunOutlined style={white} /> : <MoonOutlined style={white} />}
        onClick={() => setDark(!dark)}
      />
    </span>
  );
}
