// Of the tasks of the scenes: boxes, and what comes with them.
export const scenes = {
  "project.scene_about.detection": [
    "框出每处缺陷或物体并计数。只需画框。",
    "Boxes and counts each defect or thing. Boxes are all that is drawn.",
  ],
  "project.scene_about.glue": [
    "沿胶路测量宽度、断胶、溢胶和气泡。画出胶路即可。",
    "Measures width, breaks, overflow and bubbles along a drawn path.",
  ],
  "project.scene_about.components": [
    "对照一块好板，检查每个器件是否缺件、反向、偏移。",
    "Holds each component of a board against a good one: missing, reversed, shifted.",
  ],
  "project.scene_about.text": [
    "读出批号、日期、型号，按格式、校验位和期望值判定。",
    "Reads lots, dates and part numbers, and holds them against pattern, check digit and expected text.",
  ],
  "project.scene_about.compare": [
    "与一张金样比对，找出裸板、印刷或标贴上的不同之处。",
    "Holds bare boards, print or labels beside a golden picture and tells what differs.",
  ],
  "project.scene_about.free": [
    "自行决定任务：只用良品找异常、分类或分割。",
    "Decide later: find anomalies from good parts only, classify, or segment.",
  ],
  "project.scene_about.foreign_object": [
    "用良品学习正常外观，发现混入的杂物、纤维、污染。少量良品即可开始。",
    "Learns what good looks like and finds debris, fibres, stains. A few good pictures are enough to begin.",
  ],
  "project.scene_about.classification": [
    "每张图片属于一个类别，例如良品、划痕、缺料。每类需要若干图片。",
    "Each picture belongs to one class, such as good, scratch, short shot. Needs some pictures of each.",
  ],
  "project.scene_about.segmentation": [
    "逐像素找出缺陷的位置和面积。需要在图片上勾画缺陷。",
    "Finds place and area of defects pixel by pixel. Defects are outlined on pictures.",
  ],

  "models.task.detect": ["目标检测", "Detection"],
  "trainings.task.detect": [
    "框出每处缺陷或物体，给出类别和得分。适合数个数、找位置，画框即可，不必描边。",
    "Draws a box around each defect or thing, with its class and score. Take it to count and to locate: boxes are enough, outlines are not needed.",
  ],
  "trainings.lacks.boxes": ["还没有画过框。请先在标注页把缺陷或物体框出来，至少 5 张图片。", "No boxes are drawn yet. Box the defects or things on the annotation page first, on five pictures at least."],

  "models.detect.title": ["框的检测效果", "How well boxes are told"],
  "models.detect.map50": ["mAP50", "mAP50"],
  "models.detect.map50_meaning": ["各类别平均精度的平均；与标注框重叠超过一半算对", "Mean over the classes of the average precision; a box is right where it lies over a marked one by half"],
  "models.detect.map": ["mAP50:95", "mAP50:95"],
  "models.detect.map_meaning": ["重叠要求从 50% 到 95% 的平均，框得越准越高", "The mean over overlaps from 50 % to 95 %: the more exact the boxes, the higher"],
  "models.detect.recall": ["框检出率", "Boxes found"],
  "models.detect.recall_meaning": ["标注的框中，在此阈值下被找到的比例", "Share of the marked boxes that are found at this threshold"],
  "models.detect.precision": ["框精确率", "Boxes right"],
  "models.detect.precision_meaning": ["在此阈值下给出的框中，正确的比例", "Share of the told boxes that are right at this threshold"],
  "models.detect.of": ["{part} / {all} 个", "{part} of {all}"],
  "models.detect.class": ["类别", "Class"],
  "models.detect.size": ["框的大小", "Size of the boxes"],
  "models.detect.small": ["小（不到 32 × 32 像素）", "small (below 32 × 32 px)"],
  "models.detect.medium": ["中（不到 96 × 96 像素）", "medium (below 96 × 96 px)"],
  "models.detect.large": ["大（96 × 96 像素起）", "large (from 96 × 96 px)"],
  "models.detect.marked": ["标注", "Marked"],
  "models.detect.told": ["给出", "Told"],
  "models.detect.ap50": ["AP50", "AP50"],
  "models.detect.ap": ["AP50:95", "AP50:95"],
  "models.detect.note": [
    "AP 不随阈值变化；检出率、精确率和图片墙随左侧的阈值变化。",
    "AP does not follow the threshold; found, right and the gallery follow the one on the left.",
  ],
  "models.detect.untold": ["（未学过的类别）", "(a class that was not taught)"],
  "models.gallery.missed": ["有漏框", "Missed boxes"],
  "models.gallery.false": ["有多余的框", "Needless boxes"],
  "models.gallery.none_missed": ["在此阈值下，标注的框都找到了。", "All marked boxes are found at this threshold."],
  "models.gallery.none_false": ["在此阈值下没有多余的框。", "There are no needless boxes at this threshold."],
  "models.viewer.boxes": ["框", "Boxes"],
  "models.viewer.boxes_right": ["找到 {n}", "{n} found"],
  "models.viewer.boxes_missed": ["漏掉 {n}", "{n} missed"],
  "models.viewer.boxes_false": ["多余 {n}", "{n} needless"],
  "models.viewer.legend": ["实线：模型给出；虚线：标注", "Solid: told by the model; dashed: marked by people"],
  "models.viewer.box": ["{name} {score}", "{name} {score}"],
} as const;
