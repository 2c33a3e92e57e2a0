// A picture of a work folder, such as a curve that a job drew.
import { useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Id } from "@/api/contract";
import { workBytes } from "@/api/workFiles";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useTranslation } from "@/i18n";
import styles from "./Files.module.css";

/** Larger ones are downloaded. */
export const MOST_PICTURE = 20 << 20;
/** Of those that hold nothing but pixels: a drawing of lines could bring a script along. */
const TYPES = new Map([["png", "image/png"], ["jpg", "image/jpeg"], ["jpeg", "image/jpeg"], ["gif", "image/gif"], ["webp", "image/webp"], ["bmp", "image/bmp"]]);

export const pictureType = (name: string): string | undefined => TYPES.get(name.toLowerCase().split(".").at(-1) ?? "");

/** One for each state of the file: of another nothing holds. */
type Props = { job: Id; path: string; name: string; type: string; etag: string };

/** Its bytes come as a file to keep, so the page says what they are. */
export function FilePicture({ job, path, name, type, etag }: Props) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const { data, error, refetch } = useQuery({
    // Not among what each event of a job asks for again.
    queryKey: ["work-picture", job, path, etag], gcTime: 0, staleTime: Infinity, retry: false,
    queryFn: async () => new Blob([await workBytes(job, path)], { type }),
  });
  useEffect(() => {
    if (!data) return undefined;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (broken) return <p>{t("files.text.no_picture")}</p>;
  if (url === null) return <Loading />;
  return <img className={styles.picture} src={url} alt={t("files.text.picture", { name })} onError={() => setBroken(true)} data-test="file-picture" />;
}
