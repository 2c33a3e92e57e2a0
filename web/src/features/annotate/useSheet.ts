// One picture with its labels, ready to be drawn; and the next ones fetched ahead.
import { useQuery, type QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getAnnotation, getPicture, pictureFile } from "@/api/pictures";
import type { Annotation, Id, Picture } from "@/api/contract";
import type { Tagged } from "@/api/client";

export type Sheet = { picture: Picture; annotation: Tagged<Annotation>; image: HTMLImageElement };

const KEPT_IMAGES = 6;
const images = new Map<string, Promise<HTMLImageElement>>();

/** Decoded pictures; the last few are kept, so that going back and forth is instant. */
export function loadImage(id: Id): Promise<HTMLImageElement> {
  const known = images.get(id);
  if (known) {
    images.delete(id);
    images.set(id, known);
    return known;
  }
  const image = new Image();
  image.decoding = "async";
  image.src = pictureFile(id);
  const loading = image.decode().then(() => image);
  images.set(id, loading);
  loading.catch(() => images.delete(id));
  for (const old of [...images.keys()].slice(0, -KEPT_IMAGES)) images.delete(old);
  return loading;
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
