/** The list of projects as data sets. */
export const dataSets = {
  "data_sets.view.label": ["列表内容", "What the list shows"],
  "data_sets.view.work": ["进展", "Progress"],
  "data_sets.view.data": ["数据集", "Data sets"],
  "data_sets.cover": ["最新图片", "Latest pictures"],
  "data_sets.version": ["版本", "Version"],
  "data_sets.pictures": ["图片", "Pictures"],
  "data_sets.labelled": ["已标注", "Labelled"],
  "data_sets.bytes": ["大小", "Size"],
  "data_sets.changed": ["更新", "Changed"],
} as const;
