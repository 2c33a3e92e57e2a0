// What other pages than those of jobs say of jobs, too; the rest stands in jobPages.ts.
export const jobs = {
  "jobs.ask.stop": ["停止“{name}”？", "Stop “{name}”?"],
  "jobs.ask_stop.service": ["服务停止后，调用它的程序将收不到判定。可随时重新启动。", "Programs that call the service will get no verdicts. It can be started again at any time."],
  "jobs.stop.keep": ["继续运行", "Keep running"],
  "jobs.fact.title": ["概况", "Facts"],
  "jobs.page.failed_unknown": ["没有给出原因，请查看控制台中日志的最后几行。", "No reason was given. The last lines of the log in the console may tell."],
} as const;
