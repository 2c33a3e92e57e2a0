// A part of a chart's time, chosen by a slider below it or by the wheel with Ctrl. Only pages that load this have it in their bundle.
import { DataZoomInsideComponent, DataZoomSliderComponent } from "echarts/components";
import { use as register } from "echarts/core";

register([DataZoomInsideComponent, DataZoomSliderComponent]);

export const zoom = (colour: string) => ({
  grid: { left: 8, right: 16, top: 28, bottom: 34, containLabel: true },
  // Without Ctrl the wheel scrolls the page. Values out of sight still count for lines that lead out of it.
  dataZoom: [
    { type: "inside" as const, filterMode: "none" as const, zoomOnMouseWheel: "ctrl" as const, moveOnMouseWheel: false },
    { type: "slider" as const, filterMode: "none" as const, height: 18, bottom: 6, showDetail: false, brushSelect: false, textStyle: { color: colour } },
  ],
});
