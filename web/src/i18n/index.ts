import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next, useTranslation as useReactTranslation } from "react-i18next";
import { recall, remember } from "../lib/remember";
import { words, type Key } from "./words";

export type Language = "zh-CN" | "en";
export type { Key };

/** Keys are checked by the compiler. Narrower than i18next's own type, which is too slow to check for this many keys. */
export type T = (key: Key, params?: Readonly<Record<string, unknown>>) => string;

export function useTranslation(): { t: T; i18n: typeof i18next } {
  const { t } = useReactTranslation();
  return { t: t as unknown as T, i18n: i18next };
}

function pick(side: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[side]]));
}

/** Chinese first; English only for those whose browser asks for it and not for Chinese, or who chose it. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (kept === "zh-CN" || kept === "en") return kept;
  const first = wanted.find((tag) => /^(zh|en)/i.test(tag));
  return first && /^en/i.test(first) ? "en" : "zh-CN";
}

void i18next
  .use(ICU)
  .use(initReactI18next)
  .init({
    lng: firstLanguage(recall("language"), navigator.languages),
    fallbackLng: false,
    resources: { "zh-CN": { translation: pick(0) }, en: { translation: pick(1) } },
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  });

document.documentElement.lang = i18next.language;

export function setLanguage(language: Language): void {
  remember("language", language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export const i18n = i18next;
