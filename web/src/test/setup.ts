import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { i18n, lateWords, ready } from "../i18n";

afterEach(cleanup);
// As patient as a test: what never comes fails all the same.
configure({ asyncUtilTimeout: 20_000 });

// So that a test can change the language from one line to the next.
await ready;
await i18n.loadLanguages(["zh-CN", "en"]);
await lateWords();

// jsdom has no layout and no media queries; antd asks for both.
window.matchMedia ??= (query: string) =>
  ({
    matches: false, media: query, onchange: null, addListener: () => undefined, removeListener: () => undefined,
    addEventListener: () => undefined, removeEventListener: () => undefined, dispatchEvent: () => false,
  }) as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
// jsdom weighs every rule of every style sheet for every element that is asked about, and antd brings thousands of rules:
// most of the time of the tests went there. What is hidden here is hidden by a style of its own or by an attribute.
window.getComputedStyle = (element: Element) => (element as HTMLElement).style;
