import { theme } from "antd";
import { palettes } from "./palette";

/** Controls on a dark canvas, whatever the pages are. What the pages set is inherited, so each colour is said anew. */
export const canvasTheme = {
  cssVar: { key: "fovea-canvas" },
  hashed: false,
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: palettes.dark.accent,
    colorLink: palettes.dark.accent,
    colorBgContainer: "#1b1d1f",
    colorBgElevated: "#313539",
    colorBorder: "#3c4146",
    colorBorderSecondary: "#3c4146",
    colorText: "#eceef0",
    colorTextSecondary: "#b9bfc5",
    colorTextTertiary: "#949ba2",
    colorTextDescription: "#949ba2",
    colorTextPlaceholder: "#949ba2",
    colorTextLightSolid: "#0b1218",
  },
} as const;
