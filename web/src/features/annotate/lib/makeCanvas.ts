export const makeCanvas = (width: number, height: number): HTMLCanvasElement =>
  Object.assign(document.createElement("canvas"), { width: Math.max(1, width), height: Math.max(1, height) });
