import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import type { StepName, Steps } from "@/api/contract";
import { Block } from "@/components/Block";
import { ClassDot } from "@/components/ClassDot";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { nextFor, stepNames, stepPath } from "@/lib/steps";
import { useFact } from "../useFact";
import styles from "./ProjectHomePage.module.css";

export function ProjectHomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { project } = useProject();
  const { may, mayOpen } = useSession();
  const next = nextFor(project.id, project.steps, mayOpen);
  const defects = project.classes.filter((one) => !one.good);

  return (
    <>
      <PageHead
        title={project.name}
        above={[{ to: "/projects", text: t("project.list.title") }]}
        sub={[project.product, t(`project.scene.${project.scene}`)].filter(Boolean).join(" · ")}
      />
      <div className="page">
        <section className={styles.next} aria-label={t("project.home.next")}>
          <div>
            <h2 className={styles.nextTitle}>{t(`project.step.${next}`)}</h2>
            <p className={styles.why}>{t(`project.why.${next}`)}</p>
          </div>
          {mayOpen(stepPath(project.id, next)) && (
            <Button type="primary" size="large" onClick={() => void navigate(stepPath(project.id, next))} data-test="next">
              {t(`project.do.${next}`)}
            </Button>
          )}
        </section>
        <ol className={styles.steps} aria-label={t("project.home.steps")}>
          {stepNames.map((name, index) => (
            <Step key={name} name={name} number={index + 1} projectId={project.id} steps={project.steps} />
          ))}
        </ol>
        <div className={styles.below}>
          <Block title={t("project.home.classes")} extra={may("project.write") && <Link to={`/projects/${project.id}/settings`}>{t("common.do.edit")}</Link>}>
            <div className={styles.classes}>
              {project.classes.map((one) => <ClassDot key={one.id} colour={one.colour} name={one.name} />)}
            </div>
            {defects.length === 0 && <p className={styles.quiet}>{t("project.home.no_defects")}</p>}
          </Block>
          {project.note && (
            <Block title={t("project.field.note")}>
              <p className={styles.note}>{project.note}</p>
            </Block>
          )}
        </div>
      </div>
    </>
  );
}

type StepProps = { name: StepName; number: number; projectId: string; steps: Steps };

function Step({ name, number, projectId, steps }: StepProps) {
  const { t } = useTranslation();
  const fact = useFact();
  const { mayOpen } = useSession();
  return (
    <li className={styles.cell}>
      <OpenLink to={stepPath(projectId, name)} className={styles.step} next={nextFor(projectId, steps, mayOpen) === name}>
        <span className={styles.number}>{number}</span>
        <span className={styles.stepName}>{t(`project.step.${name}`)}</span>
        <StateTag state={steps[name].state} />
        <span className={styles.fact}>{fact(name, steps)}</span>
      </OpenLink>
    </li>
  );
}
