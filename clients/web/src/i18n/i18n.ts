import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

const stored = "language";

export const languages = { en: "English", zh: "中文" } as const;
export type Language = keyof typeof languages;

export const language = (): Language => (i18next.language.startsWith("zh") ? "zh" : "en");

export async function setUpLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: localStorage.getItem(stored) ?? navigator.language,
    fallbackLng: "en",
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language();
}

export async function setLanguage(wanted: Language): Promise<void> {
  localStorage.setItem(stored, wanted);
  await i18next.changeLanguage(wanted);
  document.documentElement.lang = wanted;
}
