import { useState } from "react";
import { Input, Modal, Radio, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { isProblem } from "@/api/problem";
import { runRecipe } from "@/api/recipes";
import type { Id, RecipeData, RecipeVersion } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useProject } from "@/hooks/useProject";

/** Which pictures a version, or two, are run on. */
export function StartRun({ version, other, onClose }: { version: RecipeVersion; other: RecipeVersion | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [of, setOf] = useState<RecipeData["of"]>("project");
  const [data, setData] = useState<Id | null>(null);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const versions = useQuery({ queryKey: keys.versions(project.id, { of: "recipe" }), queryFn: () => listVersions(project.id, { limit: 100 }), enabled: of === "version" });
  const start = useMutation({
    mutationFn: () => {
      const wanted: RecipeData = of === "version" ? { of, version_id: data ?? versions.data?.items[0]?.id ?? "" } : of === "records" ? { of, service_id: null } : { of: "project" };
      return runRecipe(version.id, { data: wanted, other_id: other?.id ?? null, texts });
    },
    onSuccess: (run) => {
      void client.invalidateQueries({ queryKey: ["recipes"] });
      void navigate(`/projects/${project.id}/recipes/${version.recipe_id}/runs/${run.id}`);
    },
    // What it asks for is told by name: then there is a field for it.
    onError: (error) => {
      const name = isProblem(error, "recipe.not_given") ? error.params.name : null;
      if (typeof name === "string") setTexts((before) => ({ ...before, [name]: before[name] ?? "" }));
    },
  });
  return (
    <Modal open title={other ? t("recipes.versions.compare", { number: other.number }) : t("recipes.run.ask", { number: version.number })} onCancel={onClose} onOk={() => start.mutate()} okText={t("recipes.run.start")} okButtonProps={{ loading: start.isPending, disabled: of === "version" && !versions.data?.items.length }}>
      <Radio.Group
        value={of} onChange={(event) => setOf(event.target.value as RecipeData["of"])} style={{ display: "grid", gap: 8 }}
        options={[{ value: "project", label: t("recipes.run.data_project") }, { value: "version", label: t("recipes.run.of_version") }, { value: "records", label: t("recipes.run.data_records") }]}
      />
      {of === "version" && (
        <Select
          style={{ width: "100%", marginTop: 8 }} loading={versions.isPending} value={data ?? versions.data?.items[0]?.id} onChange={setData} aria-label={t("recipes.run.of_version")}
          options={(versions.data?.items ?? []).map((one) => ({ value: one.id, label: t("recipes.run.data_version", { number: one.number, n: one.labelled }) }))}
        />
      )}
      {Object.entries(texts).map(([name, text]) => <Input key={name} style={{ marginTop: 8 }} addonBefore={name} value={text} aria-label={name} onChange={(event) => setTexts((before) => ({ ...before, [name]: event.target.value }))} />)}
      <ErrorNote error={start.error} />
    </Modal>
  );
}
