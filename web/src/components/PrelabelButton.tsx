import { lazy, Suspense, useState } from "react";
import { Button } from "antd";
import { lateWords, useTranslation } from "@/i18n";
import type { Id, PicturesWanted } from "@/api/contract";
import { useSession } from "@/hooks/useSession";

const PrelabelDialog = lazy(async () => ({ default: (await Promise.all([import("./PrelabelDialog"), lateWords()]))[0].PrelabelDialog }));

type Props = { project: Id; filter: PicturesWanted | null; task?: Id; answer: string };

/** Opens the dialogue where a model proposes labels, for who may begin such a job. */
export function PrelabelButton(props: Props) {
  const { t } = useTranslation();
  const { may } = useSession();
  const [open, setOpen] = useState(false);
  if (!may("data.write") || !may("model.read")) return null;
  return (
    <>
      <Button data-test="prelabel-open" onClick={() => setOpen(true)}>{t("assist.open")}</Button>
      {open && <Suspense><PrelabelDialog {...props} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
