/** Of a project's settings, which few open. */
export const projectMore = {
  "managers.title": ["项目管理者", "Managers"],
  "managers.lead": ["管理者可以派发、检验和管理这个项目的标注任务，并查看其中的图片；其他项目和项目的其他部分对他们不开放。", "Managers may hand out, review and manage the annotation tasks of this project, and look at its pictures. Other projects, and what else is of this one, stay closed to them."],
  "managers.none": ["还没有管理者。有派发或检验权限的人始终可以管理。", "There are none yet. Whoever has the right to hand out or review may anyhow."],
  "managers.person": ["用户", "User"],
  "managers.since": ["指定于", "Since"],
  "managers.by": ["指定人", "Named by"],
  "managers.user": ["登录名", "User name"],
  "managers.user_hint": ["对方登录时使用的名称", "The name that the person logs in with"],
  "managers.add": ["指定为管理者", "Make a manager"],
  "managers.added": ["{name} 现在是项目管理者", "{name} is a manager now"],
  "managers.remove": ["移除", "Remove"],
  "managers.remove_of": ["移除管理者 {name}", "Remove {name}"],
  "managers.removed": ["{name} 不再是项目管理者", "{name} is no manager any more"],
  "managers.closed": ["只有项目的创建者，或自己有派发和检验权限的人，可以指定管理者。", "Managers are named by who made the project, or by who has the rights to hand out and to review."],
} as const;
