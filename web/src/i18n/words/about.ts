export const about = {
  "about.title": ["关于 {product}", "About {product}"],
  "about.lead": ["工业视觉质量检测平台：从第一张图片到产线上的 OK/NG 判定。", "A platform for industrial visual quality inspection: from the first picture to the verdict on the line."],
  "about.now": ["当前版本", "This version"],
  "about.version": ["版本", "Version"],
  "about.started": ["服务启动于", "Server started"],
  "about.licence": ["许可证", "Licence"],
  "about.licence_show": ["查看许可证全文", "Show its text"],
  "about.licence_hide": ["收起", "Hide it"],
  "about.parts": ["所含第三方组件及其许可证：在服务器上运行 {command}", "Parts by others and their licences: run {command} on the server"],
  "about.history": ["历史版本", "Versions that ran here"],
  "about.since": ["启用时间", "Since"],
  "about.history_none": ["还没有记录。", "None was noted yet."],
} as const;
