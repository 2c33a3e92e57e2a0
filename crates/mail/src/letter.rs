//! What is written, in plain text and in HTML. Nothing secret but the link.

/// Of the one who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
    /// Nobody has said which
    Both,
}

impl Language {
    /// As users have it.
    pub fn of(text: &str) -> Language {
        match text {
            "zh-CN" => Language::Chinese,
            "en" => Language::English,
            _ => Language::Both,
        }
    }

    fn each(self) -> &'static [Language] {
        match self {
            Language::Chinese => &[Language::Chinese],
            Language::English => &[Language::English],
            Language::Both => &[Language::Chinese, Language::English],
        }
    }
}

/// Why somebody is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// An account is there and waits for its password.
    Invitation { link: String, hours: u32 },
    /// The password may be chosen anew.
    Reset { link: String, hours: u32 },
    /// Something happened to a job of theirs.
    Job { job: String, link: String, news: JobNews, why: Option<Why> },
    /// The settings are being tried.
    Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobNews {
    Succeeded,
    Failed,
    Stopped,
    /// It used nothing for so long, and is paused in so long
    Idle {
        minutes: u64,
        left: Option<u64>,
    },
    /// Because it used nothing for so long
    Paused {
        minutes: u64,
    },
}

/// Why a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    LongestRun {
        hours: String,
    },
    OutOfMemory,
    Code(i64),
    /// In the server's own words
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    /// As the reader is called
    pub name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// One language's part of a letter.
struct Words {
    subject: String,
    greeting: String,
    lines: Vec<String>,
    button: Option<(String, String)>,
    end: String,
}

impl Letter {
    pub fn new(to: &str, name: &str, product: &str, language: Language, occasion: &Occasion) -> Letter {
        let parts: Vec<Words> =
            language.each().iter().map(|one| words(*one, name, product, occasion)).collect();
        let subject = parts.iter().map(|p| p.subject.as_str()).collect::<Vec<_>>().join(" / ");
        let text = parts.iter().map(Words::text).collect::<Vec<_>>().join("\n\n————\n\n");
        let body = parts.iter().map(Words::html).collect::<Vec<_>>().join(RULE);
        Letter { to: to.into(), name: name.into(), subject, text, html: page(product, &body) }
    }
}

const RULE: &str = "<hr style=\"border:0;border-top:1px solid #d9d9d9;margin:24px 0\">";

fn words(language: Language, name: &str, product: &str, occasion: &Occasion) -> Words {
    match language {
        Language::English => english(name, product, occasion),
        Language::Chinese | Language::Both => chinese(name, product, occasion),
    }
}

fn chinese(name: &str, product: &str, occasion: &Occasion) -> Words {
    let (subject, lines, button) = match occasion {
        Occasion::Invitation { link, hours } => (
            format!("{product} 账号邀请"),
            vec![
                format!("管理员在 {product} 为您创建了账号，用户名：{name}。"),
                "请打开下面的链接，设置密码后即可登录。".into(),
                format!("链接只能使用一次，{hours} 小时内有效。过期后请联系管理员重新发送。"),
            ],
            Some(("设置密码", link)),
        ),
        Occasion::Reset { link, hours } => (
            format!("{product} 重置密码"),
            vec![
                format!("管理员为您在 {product} 的账号 {name} 发起了密码重置。"),
                "请打开下面的链接，设置新密码。设置后，其他已登录的设备会退出。".into(),
                format!("链接只能使用一次，{hours} 小时内有效。在使用之前，原密码仍然有效。"),
            ],
            Some(("设置新密码", link)),
        ),
        Occasion::Job { job, link, news, why } => {
            let (subject, line) = chinese_news(job, *news);
            let why = why.as_ref().map(chinese_why);
            (
                format!("{product}：{subject}"),
                [Some(line), why].into_iter().flatten().collect(),
                Some(("查看任务", link)),
            )
        }
        Occasion::Test => (
            format!("{product} 测试邮件"),
            vec![format!("这是 {product} 的测试邮件。收到它，说明邮件设置正确。")],
            None,
        ),
    };
    Words {
        subject,
        greeting: format!("{name}，您好："),
        lines,
        button: button.map(|(text, link)| (text.into(), link.clone())),
        end: "此邮件由系统自动发送，请勿回复。如果与您无关，请忽略。".into(),
    }
}

/// For the subject, and as a sentence.
fn chinese_news(job: &str, news: JobNews) -> (String, String) {
    let (subject, line) = match news {
        JobNews::Succeeded => ("任务已完成", "已完成。".into()),
        JobNews::Failed => ("任务失败", "失败了。".into()),
        JobNews::Stopped => ("任务已停止", "已被停止。".into()),
        JobNews::Idle { minutes, left: Some(left) } => (
            "任务空闲",
            format!(
                "已空闲 {minutes} 分钟：没有使用处理器、磁盘和网络，也没有人访问它的端口。如果继续空闲，{left} 分钟后会被暂停。"
            ),
        ),
        JobNews::Idle { minutes, left: None } => (
            "任务空闲",
            format!(
                "已空闲 {minutes} 分钟：没有使用处理器、磁盘和网络，也没有人访问它的端口。不再需要时请停止它，把设备让给别人。"
            ),
        ),
        JobNews::Paused { minutes } => (
            "任务因空闲而暂停",
            format!("空闲了 {minutes} 分钟，已被暂停。工作文件夹会保留；需要时可以继续运行。"),
        ),
    };
    (format!("{subject}：{job}"), format!("您的任务“{job}”{line}"))
}

fn english_news(job: &str, news: JobNews) -> (String, String) {
    let used = "It used neither processor nor disk nor network, and nobody was at its endpoints";
    let (subject, line) = match news {
        JobNews::Succeeded => ("job done", "is done.".into()),
        JobNews::Failed => ("job failed", "has failed.".into()),
        JobNews::Stopped => ("job stopped", "was stopped.".into()),
        JobNews::Idle { minutes, left: Some(left) } => (
            "job idle",
            format!(
                "has been idle for {minutes} minutes. {used}. If that stays so, it is paused in {left} minutes."
            ),
        ),
        JobNews::Idle { minutes, left: None } => (
            "job idle",
            format!(
                "has been idle for {minutes} minutes. {used}. Stop it if you no longer need it, so that others have its devices."
            ),
        ),
        JobNews::Paused { minutes } => (
            "idle job paused",
            format!(
                "was idle for {minutes} minutes, and has been paused. Its work folder stays; it goes on when you say so."
            ),
        ),
    };
    (format!("{subject}: {job}"), format!("Your job “{job}” {line}"))
}

fn chinese_why(why: &Why) -> String {
    match why {
        Why::LongestRun { hours } => format!("原因：已运行 {hours} 小时，达到最长运行时间。"),
        Why::OutOfMemory => "原因：需要的内存超过允许的量。".into(),
        Why::Code(code) => format!("原因：程序以退出码 {code} 结束，日志中有更多信息。"),
        Why::Other(detail) => format!("原因：{detail}"),
    }
}

fn english_why(why: &Why) -> String {
    match why {
        Why::LongestRun { hours } => format!("It had run for {hours} hours, the longest that it may."),
        Why::OutOfMemory => "It needed more memory than it may have.".into(),
        Why::Code(code) => format!("Its program ended with code {code}; the log says more."),
        Why::Other(detail) => detail.clone(),
    }
}

fn english(name: &str, product: &str, occasion: &Occasion) -> Words {
    let (subject, lines, button) = match occasion {
        Occasion::Invitation { link, hours } => (
            format!("Your account at {product}"),
            vec![
                format!(
                    "An administrator has made an account for you at {product}. Your user name is {name}."
                ),
                "Open the link below and choose a password to come in.".into(),
                format!("It works once, for {hours} hours. After that, ask an administrator for a new one."),
            ],
            Some(("Choose a password", link)),
        ),
        Occasion::Reset { link, hours } => (
            format!("New password at {product}"),
            vec![
                format!(
                    "An administrator has begun to reset the password of your account {name} at {product}."
                ),
                "Open the link below and choose a new password. Other devices are logged out then.".into(),
                format!("It works once, for {hours} hours. Until it is used, your old password holds."),
            ],
            Some(("Choose a new password", link)),
        ),
        Occasion::Job { job, link, news, why } => {
            let (subject, line) = english_news(job, *news);
            let why = why.as_ref().map(english_why);
            let lines = [Some(line), why].into_iter().flatten().collect();
            (format!("{product}: {subject}"), lines, Some(("Show the job", link)))
        }
        Occasion::Test => (
            format!("Test mail of {product}"),
            vec![format!(
                "This is a test mail of {product}. That you read it shows that mail is set up right."
            )],
            None,
        ),
    };
    Words {
        subject,
        greeting: format!("Hello {name},"),
        lines,
        button: button.map(|(text, link)| (text.into(), link.clone())),
        end: "This mail was sent by a program; nobody reads answers. If it is not meant for you, ignore it."
            .into(),
    }
}

impl Words {
    fn text(&self) -> String {
        let mut text = format!("{}\n\n{}\n", self.greeting, self.lines.join("\n"));
        if let Some((_, link)) = &self.button {
            text += &format!("\n{link}\n");
        }
        format!("{text}\n{}", self.end)
    }

    fn html(&self) -> String {
        let mut html = format!("<p>{}</p>", escaped(&self.greeting));
        for line in &self.lines {
            html += &format!("<p>{}</p>", escaped(line));
        }
        if let Some((text, link)) = &self.button {
            let (text, link) = (escaped(text), escaped(link));
            html += &format!(
                "<p><a href=\"{link}\" style=\"display:inline-block;padding:8px 20px;border-radius:6px;background:#1677ff;color:#ffffff;text-decoration:none\">{text}</a></p>\
                 <p style=\"color:#595959;font-size:12px;word-break:break-all\">{link}</p>"
            );
        }
        format!("{html}<p style=\"color:#8c8c8c;font-size:12px\">{}</p>", escaped(&self.end))
    }
}

fn page(product: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>{0}</title></head>\
         <body style=\"margin:0;padding:24px;background:#f5f5f5;font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:14px;line-height:1.6;color:#1f1f1f\">\
         <div style=\"max-width:520px;margin:0 auto;padding:24px;border-radius:8px;background:#ffffff\">\
         <p style=\"font-size:16px;font-weight:600\">{0}</p>{body}</div></body></html>",
        escaped(product)
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation() -> Occasion {
        Occasion::Invitation { link: "https://plant.example/invitation#secret=a&b".into(), hours: 72 }
    }

    #[test]
    fn a_letter_is_in_the_readers_language_and_in_both_where_none_is_known() {
        let of = |language: &str| {
            Letter::new("a@b.example", "王芳", "Fovea", Language::of(language), &invitation())
        };
        let (zh, en, both) = (of("zh-CN"), of("en"), of(""));
        assert_eq!((zh.subject.as_str(), en.subject.as_str()), ("Fovea 账号邀请", "Your account at Fovea"));
        assert_eq!(both.subject, "Fovea 账号邀请 / Your account at Fovea");
        assert!(zh.text.contains("72 小时") && !zh.text.contains("hours"));
        assert!(en.text.contains("72 hours") && !en.text.contains("小时"));
        assert!(both.text.contains("72 小时") && both.text.contains("72 hours"));
        for letter in [zh, en, both] {
            assert!(
                letter.text.contains("\nhttps://plant.example/invitation#secret=a&b\n"),
                "{}",
                letter.text
            );
        }
    }

    #[test]
    fn news_of_a_job_say_what_happened_why_and_where_to_look() {
        let link = "https://plant.example/jobs/1".to_string();
        let of = |language, news, why| {
            let about = Occasion::Job { job: "夜训 <7>".into(), link: link.clone(), news, why };
            Letter::new("a@b.example", "eve", "Fovea", language, &about)
        };
        let idle = of(Language::Chinese, JobNews::Idle { minutes: 30, left: Some(15) }, None);
        assert_eq!(idle.subject, "Fovea：任务空闲：夜训 <7>");
        assert!(
            idle.text.contains("已空闲 30 分钟") && idle.text.contains("15 分钟后会被暂停"),
            "{}",
            idle.text
        );
        let failed = of(Language::English, JobNews::Failed, Some(Why::Code(3)));
        assert_eq!(failed.subject, "Fovea: job failed: 夜训 <7>");
        assert!(
            failed.text.contains("ended with code 3")
                && failed.text.contains("\nhttps://plant.example/jobs/1\n")
        );
        assert!(failed.html.contains("夜训 &lt;7&gt;") && !failed.html.contains("<7>"));
        let both = of(Language::Both, JobNews::Paused { minutes: 60 }, None);
        assert!(both.text.contains("空闲了 60 分钟") && both.text.contains("was idle for 60 minutes"));
    }

    #[test]
    fn nothing_that_people_are_called_becomes_html() {
        let letter =
            Letter::new("a@b.example", "<b>\"eve\"</b>", "A&B <x>", Language::English, &invitation());
        assert!(
            letter.html.contains("&lt;b&gt;&quot;eve&quot;&lt;/b&gt;") && letter.html.contains("A&amp;B")
        );
        assert!(!letter.html.contains("<b>") && !letter.html.contains("<x>"));
        assert!(letter.html.contains("href=\"https://plant.example/invitation#secret=a&amp;b\""));
    }
}
