// One picture with its labels, ready to be drawn; and the next ones fetched ahead, pixels and labels.
import { useQuery } from "@tanstack/react-query";
import { getAnnotation, getPicture, pictureFile } from "@/api/pictures";
import type { Annotation, Id, Picture } from "@/api/contract";
import type { Tagged } from "@/api/client";
import { Ahead } from "./lib/ahead";

type Words = { picture: Picture; annotation: Tagged<Annotation> };
/** `ahead`: the labels were fetched before the picture was opened, so somebody may have changed them since. */
export type Sheet = Words & { image: ImageBitmap | HTMLImageElement; ahead: boolean };

/** Decoded pictures take 4 bytes a pixel: this many pixels are kept, whatever their sizes; two pictures always. */
const KEPT_PIXELS = 80_000_000;
const images = new Map<string, Promise<Sheet["image"]>>();
/** Those of them that are decoded. */
const shown = new Map<string, Sheet["image"]>();
const words = new Ahead<Words>();

/** Decoded pictures; the last few are kept, so that going back and forth is instant. */
export function loadImage(id: Id): Promise<Sheet["image"]> {
  const known = images.get(id);
  if (known) {
    images.delete(id);
    images.set(id, known);
    return known;
  }
  const loading = decoded(id);
  images.set(id, loading);
  loading.then(
    (image) => {
      shown.set(id, image);
      forgetOld();
    },
    () => images.delete(id),
  );
  return loading;
}

/** As a bitmap, so that no frame has to wait for the decoding when one zooms in. */
async function decoded(id: Id): Promise<Sheet["image"]> {
  const image = new Image();
  image.decoding = "async";
  image.src = pictureFile(id);
  await image.decode();
  // A picture that is too large for a bitmap can still be drawn as it is.
  return "createImageBitmap" in window ? createImageBitmap(image).catch(() => image) : image;
}

function forgetOld(): void {
  let sum = 0;
  for (const [index, id] of [...images.keys()].reverse().entries()) {
    const image = shown.get(id);
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
  const [told, image] = [words.ready(id), shown.get(id)];
  return told && image && { ...told, image, ahead: true };
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
      const [told, image] = await Promise.all([(known ?? fetched(wanted)).catch(() => fetched(wanted)), loadImage(wanted)]);
      return { ...told, image, ahead: known !== undefined };
    },
  });
}

export function prefetch(id: Id): void {
  loadImage(id).catch(() => undefined);
  words.fetch(id, () => fetched(id));
}

/** What was fetched ahead of a picture is not true any more. */
export const forgetAhead = (id: Id): void => words.forget(id);
