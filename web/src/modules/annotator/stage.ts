// What is seen: picture (as it is, in other colours, or another one in its place), camera, and the next frame.
import type { Assist } from "./assist/types";
import { Camera } from "./camera";
import { isPlain, plainLook, type Look } from "./look";
import type { Drawable } from "./canvas";
import type { Tiles, TileSource } from "./tiles";
import type { Size } from "./types";

export class Stage {
  readonly camera = new Camera();
  /** Of one that is too large to be held, all of it in small. */
  picture: Drawable | null = null;
  /** The sharper pieces of such a picture. */
  tiles: Tiles | null = null;
  look: Look = plainLook;
  /** Another picture, shown instead while one compares by blinking. */
  other: Drawable | null = null;
  /** The sharper pieces of that one. */
  private others: { source: TileSource; tiles: Tiles | null } | null = null;
  private looked: Drawable | null = null;
  private asked = 0;
  private readonly frames = new Set<() => void>();

  constructor(
    private readonly assist: Assist | null,
    private readonly redraw: () => void,
  ) {}

  get shown(): Drawable | null {
    return this.other ?? this.looked ?? this.picture;
  }

  /** Of what is shown. */
  get shownTiles(): Tiles | null {
    return this.other ? (this.others?.tiles ?? null) : this.tiles;
  }
  /** What is here of its pieces stays while one blinks. */
  setOther(other: Drawable | null, source: TileSource | null, tilesOf: (source: TileSource) => Tiles | null): void {
    this.other = other;
    if (!other || source === (this.others?.source ?? null)) return;
    this.others?.tiles?.stop();
    this.others = source && { source, tiles: tilesOf(source) };
  }

  load(picture: Drawable | null, size: Size, tiles: Tiles | null = null): void {
    this.tiles?.stop();
    this.tiles = tiles;
    this.picture = picture;
    this.camera.picture = size;
    this.other = null;
    this.others?.tiles?.stop();
    this.others = null;
    this.looked = null;
    if (picture) this.assist?.begin(picture, size, tiles && ((box, most) => tiles.part(box, most)));
    if (!isPlain(this.look)) this.recolour();
  }

  /** Nothing is shown any more: pieces that are here are let go, and nobody waits for others. */
  stop(): void {
    this.tiles?.stop();
    this.others?.tiles?.stop();
  }

  /** What the server tells of the places of the picture that lies there. */
  describe(map: ArrayBuffer): void {
    this.assist?.describe(map);
  }

  setLook(look: Look): void {
    this.look = look;
    if (isPlain(look)) this.looked = null;
    this.recolour();
  }

  /** Also small canvases beside this one follow. Answers with what ends it. */
  onFrame(draw: () => void): () => void {
    this.frames.add(draw);
    return () => void this.frames.delete(draw);
  }
  drawn(): void {
    for (const draw of this.frames) draw();
  }

  private recolour(): void {
    this.asked += 1;
    const serial = this.asked;
    const { look, assist } = this;
    if (isPlain(look) || !assist) return;
    void assist.look(look).then((image) => {
      // Meanwhile something else may have been asked for.
      if (serial !== this.asked || !image) return;
      this.looked = image;
      this.redraw();
    }, () => undefined);
  }
}
