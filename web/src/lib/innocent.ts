import type { Scene, Shape } from "@/api/contract";

/** The kind of shape that says nothing is wrong, by what a project is about; as the server has it. */
export function innocentShape(scene: Scene): Shape["kind"] | null {
  if (scene === "text") return "text";
  return scene === "glue" ? "line" : null;
}
