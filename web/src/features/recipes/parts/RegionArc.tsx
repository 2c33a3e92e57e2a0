// A region along a circle: three points on the middle of its line and its height, in the frame that it is told in.
import { useTranslation } from "@/i18n";
import { NumberField, Row } from "./fields";
import styles from "./StepForm.module.css";

const points = ["start", "middle", "end"] as const;

export function RegionArc({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.rule} data-test={`arc-${name}`}>
      <p className={styles.sub}>{t("recipes.field.arc_help")}</p>
      {points.map((point) => (
        <Row key={point}>
          <NumberField path={["regions", name, "arc", point, 0]} word={`recipes.field.arc_${point}_x`} />
          <NumberField path={["regions", name, "arc", point, 1]} word={`recipes.field.arc_${point}_y`} />
        </Row>
      ))}
      <NumberField path={["regions", name, "arc", "height"]} word="recipes.field.arc_height" min={1} />
    </div>
  );
}
