// One picture with its labels, ready to be drawn; and the next ones fetched ahead.
import { useQuery, type QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getAnnotation, getPicture, pictureFile } from "@/api/pictures";
import type { Annotation, Id, Picture } from "@/api/contract";
import type { Tagged } from "@/api/client";

export type Sheet = { picture: Picture; annotation: Tagged<Annotation>; image: ImageBitmap | HTMLImageElement };

/** Decoded pictures take 4 bytes a pixel: this many pixels are kept, whatever their sizes; two pictures always. */
const KEPT_PIXELS = 80_000_000;
const images = new Map<string, Promise<Sheet["image"]>>();
const pixels = new Map<string, number>();

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
      pixels.set(id, image.width * image.height);
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
    sum += pixels.get(id) ?? 0;
    if (index < 2 || sum <= KEPT_PIXELS) continue;
    images.delete(id);
    pixels.delete(id);
  }
}

export function useSheet(id: Id | undefined) {
  return useQuery({
    queryKey: ["sheet", id],
    enabled: id !== undefined,
    // The revision has to be fresh every time, and nothing may be replaced while one draws on it.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: async (): Promise<Sheet> => {
      const wanted = id ?? "";
      const [picture, annotation, image] = await Promise.all([getPicture(wanted), getAnnotation(wanted), loadImage(wanted)]);
      return { picture, annotation, image };
    },
  });
}

export function prefetch(client: QueryClient, id: Id): void {
  loadImage(id).catch(() => undefined);
  void client.prefetchQuery({ queryKey: keys.picture(id), queryFn: () => getPicture(id), staleTime: 30_000 });
}
