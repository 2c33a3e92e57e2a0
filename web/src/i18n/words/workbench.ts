export const workbench = {
  "workbench.page.title": ["工作台", "Workbench"],
  "workbench.next.title": ["接下来", "Do next"],
  "workbench.next.none": ["还没有质检项目。新建一个，从采集图片开始。", "There are no projects yet. Make one and begin with pictures."],
  "workbench.next.all": ["全部项目", "All projects"],
  "workbench.running.title": ["运行中", "Running"],
  "workbench.running.none": ["没有正在运行的任务。", "No job is running."],
  "workbench.records.title": ["最近的检测", "Latest inspections"],
  "workbench.records.none": ["还没有检测记录。部署模型后，结果会出现在这里。", "No inspections yet. They appear here once a model is deployed."],
  "workbench.changed.title": ["最近的任务", "Latest jobs"],
  "workbench.changed.none": ["还没有任务。", "No jobs yet."],
} as const;
