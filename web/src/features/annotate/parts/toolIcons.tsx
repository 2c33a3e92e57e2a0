import type { ReactNode } from "react";
import {
  AppstoreOutlined, BorderOutlined, ColumnWidthOutlined, GatewayOutlined, HighlightOutlined, ScissorOutlined, SelectOutlined, SwitcherOutlined,
} from "@ant-design/icons";
import type { ToolName } from "@/modules/annotator";

function Drawn({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export const toolIcons: Record<ToolName, ReactNode> = {
  select: <SelectOutlined rotate={90} />,
  box: <BorderOutlined />,
  rotated: <Drawn path="M6.200 2l7.300 5.200-3.700 6.800L2.500 8.800z" />,
  ellipse: <Drawn path="M8 3.500c3.600 0 6.200 2 6.200 4.500s-2.600 4.500-6.200 4.500S1.800 10.500 1.800 8 4.400 3.500 8 3.500z" />,
  polygon: <GatewayOutlined />,
  line: <Drawn path="M1.800 11.500L6 5.500l4 4 4.200-6M1.800 14l4.200-6 4 4 4.200-6" />,
  points: <Drawn path="M3.500 4.500h.01M8.500 3h.01M12.500 6.500h.01M5.500 9.500h.01M10.500 11.500h.01M3 13h.01M3.500 4.500m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M8.500 3m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M12.500 6.500m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M5.500 9.500m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M10.500 11.500m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0" />,
  text: <Drawn path="M2 2.500h12v11H2zM5 6V5h6v1M8 5v6M6.800 11h2.400" />,
  brush: <HighlightOutlined />,
  eraser: <Drawn path="M2.500 10.500l6-7a1.200 1.200 0 0 1 1.700 0l3.300 3.100a1.200 1.200 0 0 1 0 1.700L9 13H4.800l-2.300-2a.4.4 0 0 1 0-.5zM6 6.500l5 4.500M4 13.500h9.500" />,
  lasso: <Drawn path="M8 2.500c3.300 0 6 1.800 6 4.100s-2.700 4.100-6 4.100-6-1.800-6-4.100 2.700-4.100 6-4.100zM4.500 9.900c-1 .8-.9 2 .2 2.200 1.200.2 1.300 1.300.4 2.400" />,
  wand: <Drawn path="M2 14l7.500-7.500M11.500 2v2.500M11.500 7.500V10M8 5.500h2M13 5.500h2M9.300 3.300l.9.9M13.700 3.300l-.9.9M13.700 7.700l-.9-.9" />,
  refine: <Drawn path="M2 5V2.500h2.500M11.500 2.500H14V5M14 11v2.500h-2.500M4.500 13.500H2V11M8 4.800c2 0 3.300 1.200 3 3-.3 2-1.300 3.400-3.200 3.400S4.900 9.900 5 8.100c.1-2 1.300-3.300 3-3.300z" />,
  cells: <AppstoreOutlined />,
  same: <SwitcherOutlined />,
  knife: <ScissorOutlined />,
  ruler: <ColumnWidthOutlined />,
};
