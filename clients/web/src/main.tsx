import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { setUpLanguages } from "./i18n/i18n.ts";
import "./main.css";

void setUpLanguages().then(() => createRoot(document.getElementById("root")!).render(<App />));
