// How the picture is seen, in the line above it.
import { lazy, memo, Suspense } from "react";
import { Popover, Tooltip } from "antd";
import {
  AimOutlined, BgColorsOutlined, BorderInnerOutlined, CompressOutlined, EyeInvisibleOutlined, EyeOutlined, RotateLeftOutlined, RotateRightOutlined, SwapOutlined,
} from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useKeySign } from "@/hooks/useKeys";
import { commands, isPlain, type Annotator, type Command, type Snapshot } from "@/modules/annotator";
import { Item } from "./Item";
import styles from "./ViewBar.module.css";

type Props = { annotator: Annotator; lookOpen: boolean; onLook: (open: boolean) => void; percent: number | null } & Pick<Snapshot, "hidden" | "look" | "settings" | "mirror" | "turn">;
// What is behind a button comes when it is pressed.
const LookPanel = lazy(async () => ({ default: (await import("./LookPanel")).LookPanel }));
const GuidesPanel = lazy(async () => ({ default: (await import("./GuidesPanel")).GuidesPanel }));

export const ViewBar = memo(function ViewBar({ annotator, hidden, look, settings, mirror, turn, percent, lookOpen, onLook }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const zero = sign("annotate", "annotate.key.fit", "0");
  const act = (name: Command["name"]) => {
    const found = commands.find((one) => one.name === name);
    return { text: t(`annotate.do.${name}`), sign: sign("annotate", `annotate.do.${name}`, found?.keys[0] ?? ""), onClick: () => found?.run(annotator), place: "bottom" as const };
  };
  return (
    <div className={styles.bar} role="toolbar">
      <Popover trigger="click" placement="bottom" open={lookOpen} onOpenChange={onLook} content={<Suspense><LookPanel annotator={annotator} look={look} /></Suspense>}>
        <span>
          <Item text={t("annotate.look.title")} sign={sign("annotate", "annotate.key.look", "shift+b")} pressed={!isPlain(look)} onClick={() => undefined} place="bottom" test="look">
            <BgColorsOutlined />
          </Item>
        </span>
      </Popover>
      <Popover
        trigger="click" placement="bottom"
        content={
          <Suspense><GuidesPanel annotator={annotator} settings={settings} /></Suspense>
        }
      >
        <span><Item text={t("annotate.guides.title")} pressed={settings.snap || settings.grid} onClick={() => undefined} place="bottom" test="guides"><BorderInnerOutlined /></Item></span>
      </Popover>
      <Item {...act("turn_left")}><RotateLeftOutlined /></Item>
      <Item {...act("turn_right")} pressed={turn !== 0} test="turn"><RotateRightOutlined /></Item>
      <Item {...act("mirror")} pressed={mirror} test="mirror"><SwapOutlined /></Item>
      <Item
        text={hidden ? t("annotate.tool.show") : t("annotate.tool.hide")} sign={sign("annotate", "annotate.key.hide", "h")} pressed={hidden} onClick={() => annotator.toggleHidden()}
        place="bottom"
      >
        {hidden ? <EyeInvisibleOutlined /> : <EyeOutlined />}
      </Item>
      <Item text={t("annotate.tool.fit")} sign={zero} onClick={() => annotator.fit()} place="bottom"><CompressOutlined /></Item>
      <Item text={t("annotate.tool.actual")} sign={`${zero} ${zero}`} onClick={() => annotator.oneToOne()} place="bottom"><AimOutlined /></Item>
      <Tooltip placement="bottom" title={t("annotate.tool.zoom")}>
        <span className={styles.scale} data-test="scale">{percent === null ? "" : `${percent}%`}</span>
      </Tooltip>
    </div>
  );
});
