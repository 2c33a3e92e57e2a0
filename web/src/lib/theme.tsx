import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { ConfigProvider, theme as ant } from "antd";
import zhCN from "antd/locale/zh_CN";
import enUS from "antd/locale/en_US";
import { useTranslation } from "@/i18n";
import { palettes, type Mode, type Palette } from "./palette";
import { remember, recall } from "./remember";

type Theme = { mode: Mode; palette: Palette; setMode: (mode: Mode) => void };
const Context = createContext<Theme>({ mode: "light", palette: palettes.light, setMode: () => undefined });
export const useTheme = (): Theme => useContext(Context);

function firstMode(): Mode {
  const kept = recall("theme");
  if (kept === "light" || kept === "dark") return kept;
  return window.matchMedia?.("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [mode, setMode] = useState<Mode>(firstMode);
  const { i18n } = useTranslation();
  const palette = palettes[mode];

  useEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = mode;
    for (const [name, value] of Object.entries(palette)) {
      root.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
    }
  }, [mode, palette]);

  const value = useMemo<Theme>(
    () => ({
      mode,
      palette,
      setMode: (next) => {
        remember("theme", next);
        setMode(next);
      },
    }),
    [mode, palette],
  );

  return (
    <Context.Provider value={value}>
      <ConfigProvider
        locale={i18n.language === "en" ? enUS : zhCN}
        theme={{
          cssVar: { key: "fovea" },
          hashed: false,
          algorithm: mode === "dark" ? ant.darkAlgorithm : ant.defaultAlgorithm,
          token: {
            colorPrimary: palette.accent,
            colorSuccess: palette.ok,
            colorError: palette.ng,
            colorWarning: palette.recheck,
            colorInfo: palette.running,
            colorLink: palette.accent,
            // Notes: antd's own tints of such deep colours turn out grey.
            ...(mode === "dark"
              ? { colorSuccessBg: "#15301f", colorErrorBg: "#3a1b20", colorWarningBg: "#352a14", colorInfoBg: "#172a45" }
              : { colorSuccessBg: "#e8f5ed", colorErrorBg: "#fdecee", colorWarningBg: "#fcf3e2", colorInfoBg: "#e8f0fc" }),
            colorBgLayout: palette.ground,
            colorBgContainer: palette.surface,
            colorBgElevated: mode === "dark" ? palette.raised : palette.surface,
            colorBorder: palette.line,
            colorBorderSecondary: palette.line,
            colorText: palette.text,
            colorTextSecondary: palette.soft,
            colorTextTertiary: palette.faint,
            colorTextDescription: palette.faint,
            colorTextPlaceholder: palette.faint,
            fontFamily,
            fontSize: 14,
            borderRadius: 6,
            controlHeight: 32,
            // Dialogs and menus are there at once; what moves, moves to show where a thing went.
            motion: false,
            colorTextLightSolid: mode === "dark" ? "#0b1218" : "#ffffff",
          },
          components: {
            Table: { cellPaddingBlock: 8, cellPaddingInline: 12, headerBg: palette.surface, headerColor: palette.faint, fontWeightStrong: 500, headerSplitColor: "transparent", rowSelectedBg: palette.accentSoft, rowSelectedHoverBg: palette.accentSoft },
            Tooltip: { colorTextLightSolid: "#ffffff", colorBgSpotlight: "#2b3640" },
            Slider: { trackBg: palette.accent, trackHoverBg: palette.accent, handleColor: palette.accent, railBg: palette.line },
            Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
          },
        }}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        {children}
      </ConfigProvider>
    </Context.Provider>
  );
}
