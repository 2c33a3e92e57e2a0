export const start = {
  "start.annotation.title": ["标注工作", "Annotation work"],
  "start.annotation.lead": ["选择一个项目，继续标注其中的图片。", "Choose a project and go on with its pictures."],
  "start.annotation.none": ["现在没有可标注的项目。", "There is no project to annotate just now."],
  "start.annotation.empty": ["还没有图片", "No pictures yet"],
  "start.annotation.all_done": ["全部已标注", "All labelled"],
  "start.annotation.left": ["剩余 {n, number} / {total, number} 张", "{n, number} of {total, number} left"],
} as const;
