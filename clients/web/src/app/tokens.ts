import { type ThemeConfig } from "antd";

// Text of at least 4.5 : 1 on all of our grounds; antd's own secondary text and links are paler.
const light = {
  colorPrimary: "#1668dc",
  colorLink: "#0958d9",
  colorTextSecondary: "rgba(0, 0, 0, 0.68)",
  colorTextDescription: "rgba(0, 0, 0, 0.68)",
  colorTextTertiary: "rgba(0, 0, 0, 0.68)",
  colorSuccess: "#237804",
  colorError: "#b3101e",
  colorWarning: "#8a4500",
  colorSuccessBg: "#f0faea",
  colorErrorBg: "#fff1f0",
  colorWarningBg: "#fff7e6",
  colorTextPlaceholder: "rgba(0, 0, 0, 0.6)",
};

const dark = {
  colorPrimary: "#2f7fe8",
  colorLink: "#7ab8ff",
  colorTextSecondary: "rgba(255, 255, 255, 0.75)",
  colorTextDescription: "rgba(255, 255, 255, 0.75)",
  colorTextTertiary: "rgba(255, 255, 255, 0.75)",
  colorSuccess: "#8ce05a",
  colorError: "#ff8f8c",
  colorWarning: "#ffb45c",
  colorTextPlaceholder: "rgba(255, 255, 255, 0.65)",
};

export const tokensOf = (isDark: boolean): NonNullable<ThemeConfig["token"]> => ({ ...(isDark ? dark : light), borderRadius: 6 });

/** Where antd takes the primary colour for text. */
export const componentsOf = (isDark: boolean): NonNullable<ThemeConfig["components"]> => ({
  Menu: { itemSelectedColor: isDark ? dark.colorLink : light.colorLink },
  Tabs: { itemSelectedColor: isDark ? dark.colorLink : light.colorLink },
});
