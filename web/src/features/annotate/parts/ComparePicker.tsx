import { lazy, Suspense } from "react";
import { Popover } from "antd";
import { BlockOutlined } from "@ant-design/icons";
import type { Picture } from "@/api/contract";
import { useTranslation } from "@/i18n";
import type { useCompare } from "../useCompare";
import { Item } from "./Item";

type Props = { compare: ReturnType<typeof useCompare>; items: readonly Picture[]; index: number };
const ComparePanel = lazy(async () => ({ default: (await import("./ComparePanel")).ComparePanel }));

export function ComparePicker(props: Props) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" placement="bottom" content={<Suspense><ComparePanel {...props} /></Suspense>}>
      <span>
        <Item text={t("annotate.compare.title")} pressed={props.compare.mode !== "off"} onClick={() => undefined} place="bottom" test="compare"><BlockOutlined /></Item>
      </span>
    </Popover>
  );
}
