import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider, theme } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { language } from "../i18n/i18n.ts";
import { SessionGate } from "../session/SessionGate.tsx";
import { nonce } from "./nonce.ts";
import { router } from "./router.tsx";
import { componentsOf, tokensOf } from "./tokens.ts";
import { ThemeContext } from "./ThemeContext.ts";
import { useDark } from "./theme.ts";

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });

export function App() {
  useTranslation(); // Drawn anew in another language.
  const [dark, setDark] = useDark();
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language() === "zh" ? zh : en}
      theme={{ algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm, token: tokensOf(dark), components: componentsOf(dark) }}
    >
      <AntApp>
        <ThemeContext value={{ dark, setDark }}>
          <QueryClientProvider client={queries}>
            <SessionGate>
              <RouterProvider router={router} />
            </SessionGate>
          </QueryClientProvider>
        </ThemeContext>
      </AntApp>
    </ConfigProvider>
  );
}
