import type { Class } from "@/api/contract";

/** Usual names of classes of marked texts; as the server has it. */
const usual = ["text", "文字", "文本"];

/** Whether a class is for marked texts: it takes no other shape, or takes any and is called as such classes usually are. */
export const isForTexts = ({ good, name, shape }: Pick<Class, "good" | "name" | "shape">): boolean =>
  !good && (shape ? shape === "text" : usual.includes(name.trim().toLowerCase()));
