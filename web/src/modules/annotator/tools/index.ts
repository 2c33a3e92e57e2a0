import type { Tool, ToolName } from "../tool";
import { boxTool } from "./box/box";
import { brushTool } from "./brush/brush";
import { eraserTool } from "./eraser/eraser";
import { polygonTool } from "./polygon/polygon";
import { selectTool } from "./select/select";

export const tools: readonly Tool[] = [selectTool, boxTool, polygonTool, brushTool, eraserTool];

export function toolNamed(name: ToolName): Tool {
  return tools.find((tool) => tool.name === name) ?? selectTool;
}
