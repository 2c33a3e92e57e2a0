import { useTranslation } from "@/i18n";
import type { Scene } from "@/api/contract";
import { SceneSketch } from "./SceneSketch";
import styles from "./ScenePick.module.css";

const scenes: Scene[] = ["foreign_object", "classification", "segmentation", "detection", "components", "compare", "text", "glue", "free"];

export function ScenePick({ value, onChange }: { value: Scene; onChange: (scene: Scene) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.grid} role="radiogroup" aria-label={t("project.new.step_scene")}>
      {scenes.map((scene) => (
        <label key={scene} className={styles.card} data-chosen={scene === value || undefined}>
          <input
            type="radio"
            name="scene"
            value={scene}
            className="visually-hidden"
            checked={scene === value}
            onChange={() => onChange(scene)}
          />
          <SceneSketch scene={scene} />
          <span className={styles.name}>{t(`project.scene.${scene}`)}</span>
          <span className={styles.about}>{t(`project.scene_about.${scene}`)}</span>
        </label>
      ))}
    </div>
  );
}
