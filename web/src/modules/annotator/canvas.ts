/** Whatever a browser can draw: the picture itself, or a smaller one made of it. */
export type Drawable = CanvasImageSource;
export type MakeCanvas = (width: number, height: number) => HTMLCanvasElement | OffscreenCanvas;
