import { lazy, Suspense, useState } from "react";
import { Button } from "antd";
import type { ButtonProps } from "antd";
import { lateWords, useTranslation } from "@/i18n";
import type { Version } from "@/api/contract";

const ExportDialog = lazy(async () => ({ default: (await Promise.all([import("./ExportDialog"), lateWords()]))[0].ExportDialog }));

/** A version out into a format of others. */
export function ExportButton({ version, ...look }: { version: Version } & Pick<ButtonProps, "size" | "icon">) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...look} data-test="version-export" onClick={() => setOpen(true)}>{t("data.version.export")}</Button>
      {open && <Suspense><ExportDialog version={version} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
