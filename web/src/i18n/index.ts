import i18next, { type BackendModule } from "i18next";
import ICU from "i18next-icu";
import { initReactI18next, useTranslation as useReactTranslation } from "react-i18next";
import { recall, remember } from "../lib/remember";
import type { Key } from "./words";

export type Language = "zh-CN" | "en";
export type { Key };

/** Keys are checked by the compiler. Narrower than i18next's own type, which is too slow to check for this many keys. */
export type T = (key: Key, params?: Readonly<Record<string, unknown>>) => string;

export function useTranslation(): { t: T; i18n: typeof i18next } {
  const { t } = useReactTranslation();
  return { t: t as unknown as T, i18n: i18next };
}

const sentences: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  "zh-CN": () => import("virtual:words/zh-CN"),
  en: () => import("virtual:words/en"),
};
const lateSentences: typeof sentences = {
  "zh-CN": () => import("virtual:words/zh-CN-late"),
  en: () => import("virtual:words/en-late"),
};
let late = false;
const of = (language: string): Language => (language === "en" ? "en" : "zh-CN");

async function load(language: Language): Promise<Record<string, string>> {
  const [first, rest] = await Promise.all([sentences[language](), late ? lateSentences[language]() : null]);
  return { ...first.default, ...rest?.default };
}

/** Before a page is shown whose words are not among those of the first page; in every language that was shown so far, and from then on. */
export function lateWords(): Promise<void> {
  loading ??= fetchLate().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
let loading: Promise<void> | undefined;

async function fetchLate(): Promise<void> {
  // A language that is switched to meanwhile comes with them.
  late = true;
  const shown = (["zh-CN", "en"] as const).filter((language) => i18next.hasResourceBundle(language, "translation"));
  const found = await Promise.all(shown.map((language) => lateSentences[language]()));
  shown.forEach((language, index) => i18next.addResourceBundle(language, "translation", found[index]?.default, true, true));
}

/** A language is fetched when it is first shown. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, _namespace, done) => {
    load(of(language)).then(
      (found) => done(null, found),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    );
  },
};

/** Chinese first; English only for those whose browser asks for it and not for Chinese, or who chose it. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (kept === "zh-CN" || kept === "en") return kept;
  const first = wanted.find((tag) => /^(zh|en)/i.test(tag));
  return first && /^en/i.test(first) ? "en" : "zh-CN";
}

const first = firstLanguage(recall("language"), navigator.languages);

/** Before anything is shown. */
export const ready: Promise<unknown> = i18next
  .use(backend)
  .use(ICU)
  .use(initReactI18next)
  .init({
    lng: first,
    fallbackLng: false,
    load: "currentOnly",
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  });

document.documentElement.lang = first;

export function setLanguage(language: Language): void {
  remember("language", language);
  void i18next.changeLanguage(language).then(() => {
    document.documentElement.lang = i18next.language;
  });
}

/** Is there a sentence of this name? */
export const hasKey = (key: string): key is Key => i18next.exists(key);

export const i18n = i18next;
