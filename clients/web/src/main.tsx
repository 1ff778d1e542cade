import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { setUpStyles } from "./app/nonce.ts";
import { setUpLanguages } from "./i18n/i18n.ts";
import "./main.css";

setUpStyles();
void setUpLanguages().then(() => createRoot(document.getElementById("root")!).render(<App />));
