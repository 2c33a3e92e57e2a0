// One picture with its labels, ready to be drawn; and the next ones fetched ahead: pixels, labels, and what their places look like.
import { useQuery } from "@tanstack/react-query";
import { getAnnotation, getFeatures, getPicture, getTiles, pictureFile, pictureTile } from "@/api/pictures";
import type { Annotation, Id, Picture } from "@/api/contract";
import type { Tagged } from "@/api/client";
import { overviewOf, type TileSource } from "@/modules/annotator";
import { Ahead } from "./lib/ahead";
import { FeatureShelf } from "./lib/features";
import { makeCanvas } from "./lib/makeCanvas";

type Words = { picture: Picture; annotation: Tagged<Annotation> };
/** `ahead`: the labels were fetched before the picture was opened, so somebody may have changed them since. */
export type Sheet = Words & Pixels & { ahead: boolean };
/** Of a large picture the image is all of it in small; the pieces come as they are seen. */
export type Pixels = { image: ImageBitmap | HTMLImageElement | HTMLCanvasElement | OffscreenCanvas; tiles: TileSource | null };

/** Decoded pictures take 4 bytes a pixel: this many pixels are kept, whatever their sizes; two pictures always. */
const KEPT_PIXELS = 80_000_000;
/** With more pixels than this a picture is not held whole. */
const WHOLE_PIXELS = 40_000_000;
const images = new Map<string, Promise<Pixels>>();
/** Those of them that are decoded. */
const shown = new Map<string, Pixels>();
const words = new Ahead<Words>();
/** For the helpers: the server works out those of the next pictures before they are opened. */
export const features = new FeatureShelf(getFeatures);

/** Decoded pictures; the last few are kept, so that going back and forth is instant. */
export function loadImage({ id, width, height }: Pick<Picture, "id" | "width" | "height">): Promise<Pixels> {
  const known = images.get(id);
  if (known) {
    images.delete(id);
    images.set(id, known);
    return known;
  }
  const loading = width * height > WHOLE_PIXELS ? inPieces(id, { width, height }) : decoded(id);
  images.set(id, loading);
  loading.then(
    (pixels) => {
      shown.set(id, pixels);
      forgetOld();
    },
    () => images.delete(id),
  );
  return loading;
}

/** As a bitmap, so that no frame has to wait for the decoding when one zooms in. */
async function decoded(id: Id): Promise<Pixels> {
  const image = new Image();
  image.decoding = "async";
  image.src = pictureFile(id);
  await image.decode();
  // A picture that is too large for a bitmap can still be drawn as it is.
  return { image: "createImageBitmap" in window ? await createImageBitmap(image).catch(() => image) : image, tiles: null };
}

async function inPieces(id: Id, size: { width: number; height: number }): Promise<Pixels> {
  const { side, levels } = await getTiles(id);
  const tiles: TileSource = { side, levels, load: async (number, signal) => createImageBitmap(await pictureTile(id, number, signal)) };
  return { image: await overviewOf(tiles, size, makeCanvas, new AbortController().signal), tiles };
}

function forgetOld(): void {
  let sum = 0;
  for (const [index, id] of [...images.keys()].reverse().entries()) {
    const image = shown.get(id)?.image;
    sum += image ? image.width * image.height : 0;
    if (index < 2 || sum <= KEPT_PIXELS) continue;
    images.delete(id);
    shown.delete(id);
  }
}

const fetched = async (id: Id): Promise<Words> => {
  const [picture, annotation] = await Promise.all([getPicture(id), getAnnotation(id)]);
  return { picture, annotation };
};

/** All of it is here already: then the picture comes with the very next frame. */
export function sheetAtHand(id: Id): Sheet | undefined {
  const [told, pixels] = [words.ready(id), shown.get(id)];
  return told && pixels && { ...told, ...pixels, ahead: true };
}

export function useSheet(id: Id | undefined) {
  return useQuery({
    queryKey: ["sheet", id],
    enabled: id !== undefined,
    // Nothing may be replaced while one draws on it.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    initialData: () => (id === undefined ? undefined : sheetAtHand(id)),
    queryFn: async (): Promise<Sheet> => {
      const wanted = id ?? "";
      const known = words.take(wanted);
      const told = await (known ?? fetched(wanted)).catch(() => fetched(wanted));
      return { ...told, ...(await loadImage(told.picture)), ahead: known !== undefined };
    },
  });
}

export function prefetch(id: Id): void {
  words.fetch(id, async () => {
    const told = await fetched(id);
    loadImage(told.picture).catch(() => undefined);
    return told;
  });
  void features.soon(id);
}

/** What was fetched ahead of a picture is not true any more. */
export const forgetAhead = (id: Id): void => words.forget(id);
