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
    /// The settings are being tried.
    Test,
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
