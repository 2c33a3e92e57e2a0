import type { Tool, ToolName } from "../tool";
import { boxTool } from "./box/box";
import { brushTool } from "./brush/brush";
import { cellsTool } from "./cells/cells";
import { ellipseTool } from "./ellipse/ellipse";
import { eraserTool } from "./eraser/eraser";
import { knifeTool } from "./knife/knife";
import { lassoTool } from "./lasso/lasso";
import { lineTool } from "./line/line";
import { pointsTool } from "./points/points";
import { polygonTool } from "./polygon/polygon";
import { refineTool } from "./refine/refine";
import { rotatedTool } from "./rotated/rotated";
import { rulerTool } from "./ruler/ruler";
import { sameTool } from "./same/same";
import { selectTool } from "./select/select";
import { textTool } from "./text/text";
import { wandTool } from "./wand/wand";

export const tools: readonly Tool[] = [
  selectTool, boxTool, rotatedTool, ellipseTool, polygonTool, lineTool, pointsTool, textTool, brushTool, eraserTool, lassoTool, wandTool, refineTool, cellsTool, sameTool, knifeTool, rulerTool,
];

export function toolNamed(name: ToolName): Tool {
  return tools.find((tool) => tool.name === name) ?? selectTool;
}
