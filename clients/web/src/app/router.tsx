import { createBrowserRouter, type RouteObject } from "react-router";
import { NotFound } from "../parts/NotFound.tsx";
import { RouteFailure } from "../parts/RouteFailure.tsx";
import { Shell } from "./Shell.tsx";

/** A page that is loaded when somebody goes there. */
function page(path: string, load: () => Promise<{ readonly default: React.ComponentType }>): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).default }), ErrorBoundary: RouteFailure };
}

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
    children: [
      page("/", () => import("../pages/overview/Overview.tsx")),
      page("/modules", () => import("../pages/modules/Modules.tsx")),
      page("/modules/new", () => import("../pages/modules/editor/EditorPage.tsx")),
      page("/modules/:id/edit", () => import("../pages/modules/editor/EditorPage.tsx")),
      page("/modules/:id", () => import("../pages/modules/ModulePage.tsx")),
      page("/agents", () => import("../pages/agents/Agents.tsx")),
      page("/agents/:id", () => import("../pages/agents/AgentPage.tsx")),
      page("/events", () => import("../pages/events/Events.tsx")),
      page("/grafana", () => import("../pages/grafana/GrafanaPage.tsx")),
      page("/database", () => import("../pages/database/Database.tsx")),
      page("/sessions", () => import("../pages/sessions/Sessions.tsx")),
      page("/status", () => import("../pages/status/Status.tsx")),
      { path: "*", Component: NotFound },
    ],
  },
]);
