// One word a thing, in both languages. A test holds the sentences to it.

export type Term = {
  readonly zh: string;
  readonly en: string;
  /** Words that would say the same and are not used. */
  readonly not: readonly string[];
};

export const glossary = {
  escape: { zh: "漏检", en: "escape", not: ["漏判", "漏报", "missed defect", "false negative"] },
  overkill: { zh: "过杀", en: "overkill", not: ["误杀", "过检", "误报", "误判", "false positive", "false alarm"] },
  recheck: { zh: "复判", en: "recheck", not: ["复检", "复核", "re-check", "re-inspect"] },
  good: { zh: "良品", en: "good", not: ["合格品", "好品"] },
  bad: { zh: "不良", en: "bad", not: ["坏品", "残次"] },
  label: { zh: "标注", en: "label", not: ["标签", "打标"] },
  picture: { zh: "图片", en: "picture", not: ["图像", "照片", "photo"] },
  project: { zh: "质检项目", en: "project", not: ["工程"] },
  threshold: { zh: "阈值", en: "threshold", not: ["门限", "cut-off", "cutoff"] },
  service: { zh: "服务", en: "service", not: ["微服务"] },
  version: { zh: "版本", en: "version", not: ["快照", "snapshot"] },
} as const satisfies Record<string, Term>;
