//! What a visitor is told where a job gives no answer: a page in their language, or a line for programs.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// No cookie of this door, or one that holds no more.
    NotLetIn,
    /// The link was used, or is too old.
    UsedLink,
    /// Another page asks.
    OtherPage,
    Unknown,
    /// The job waits for its turn, or is paused.
    Waiting,
    Starting,
    Dead,
    Ended,
    NotInstalled,
    Busy,
    Late,
    Broken,
}

impl Notice {
    pub fn status(self) -> StatusCode {
        match self {
            Notice::NotLetIn | Notice::UsedLink => StatusCode::UNAUTHORIZED,
            Notice::OtherPage => StatusCode::FORBIDDEN,
            Notice::Unknown => StatusCode::NOT_FOUND,
            Notice::Ended => StatusCode::GONE,
            Notice::Waiting | Notice::Starting => StatusCode::SERVICE_UNAVAILABLE,
            Notice::Dead | Notice::NotInstalled | Notice::Broken => StatusCode::BAD_GATEWAY,
            Notice::Busy => StatusCode::TOO_MANY_REQUESTS,
            Notice::Late => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// What will be otherwise in a moment, so that it is worth looking again.
    fn soon(self) -> bool {
        matches!(self, Notice::Waiting | Notice::Starting | Notice::Busy)
    }

    /// Headline and sentence, in Chinese and in English.
    fn words(self) -> [(&'static str, &'static str); 2] {
        match self {
            Notice::NotLetIn => [
                (
                    "请从任务页面打开",
                    "这个端口需要从 Fovea 的任务页面打开：在“端口”里点“打开”。链接在退出登录或共享结束后失效。",
                ),
                (
                    "Open it from the job's page",
                    "This endpoint is opened from the job's page in Fovea: \"Open\" under \"Endpoints\". It closes when you log out or when it is no longer shared with you.",
                ),
            ],
            Notice::UsedLink => [
                ("链接已失效", "这个链接只能用一次，并且一分钟后失效。请在任务页面重新点“打开”。"),
                (
                    "This link is no longer valid",
                    "It works once and for one minute. Press \"Open\" on the job's page again.",
                ),
            ],
            Notice::OtherPage => [
                ("不允许来自其他页面的请求", "另一个网页试图使用您在这里的身份，请求已被拒绝。"),
                ("Not from another page", "Another page tried to use what you may do here. It was refused."),
            ],
            Notice::Unknown => [
                ("没有这个端口", "任务不存在，或者没有这个名称的端口。"),
                ("There is no such endpoint", "There is no such job, or it has no endpoint of this name."),
            ],
            Notice::Waiting => [
                ("任务还没有运行", "任务在排队或已暂停。它开始后这个页面会自动打开。"),
                (
                    "The job does not run yet",
                    "It waits for its turn, or is paused. This page opens by itself once it has begun.",
                ),
            ],
            Notice::Starting => [
                ("正在启动", "任务在运行，但程序还没有开始监听。这个页面会自动打开。"),
                ("It is starting", "The job runs, but nothing listens there yet. This page opens by itself."),
            ],
            Notice::Dead => [
                ("程序没有响应", "这个端口曾经可用，但程序已经退出或不再监听。请查看任务的控制台。"),
                (
                    "Nothing answers any more",
                    "Something listened here before and has ended. The job's console may tell why.",
                ),
            ],
            Notice::Ended => [
                ("任务已结束", "任务结束后端口也就关闭了。需要时请再次提交任务。"),
                ("The job has ended", "Its endpoints ended with it. Submit it again if you need them."),
            ],
            Notice::NotInstalled => [
                (
                    "没有安装这个工具",
                    "这台服务器和任务里都没有这个工具。请管理员安装，或在任务的 PATH 中提供。",
                ),
                (
                    "The tool is not installed",
                    "It is neither on this server nor in the job. Ask an administrator to install it, or bring it along in the job's PATH.",
                ),
            ],
            Notice::Busy => [
                ("请求太多", "这个端口同时处理的请求已达上限，请稍后再试。"),
                (
                    "Too many requests",
                    "This endpoint has as many requests as it may have at a time. Try again in a moment.",
                ),
            ],
            Notice::Late => [
                ("等待超时", "程序在两分钟内没有回答。"),
                ("It did not answer in time", "The program in the job gave no answer for two minutes."),
            ],
            Notice::Broken => [
                ("回答无法使用", "程序中断了连接，或它的回答不是 HTTP。"),
                (
                    "Its answer cannot be used",
                    "The program in the job hung up, or what it answered is no HTTP.",
                ),
            ],
        }
    }
}

/// By `Accept-Language` and `Accept`.
pub fn page(notice: Notice, asked: &HeaderMap) -> Response<Body> {
    let text = |name: header::HeaderName| asked.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let chinese = is_chinese(text(header::ACCEPT_LANGUAGE));
    let [zh, en] = notice.words();
    let (title, sentence) = if chinese { zh } else { en };
    let html = text(header::ACCEPT).contains("text/html");
    let (kind, body) = match html {
        true => (
            "text/html; charset=utf-8",
            document(notice, title, sentence, if chinese { "zh-CN" } else { "en" }),
        ),
        false => ("text/plain; charset=utf-8", format!("{title}: {sentence}\n")),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = notice.status();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if notice.soon() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// Whether Chinese comes before English; where neither is named, it does.
fn is_chinese(accepted: &str) -> bool {
    let weight = |wanted: &str| {
        let of = |part: &str| {
            let (name, more) = part.split_once(';').unwrap_or((part, ""));
            let given = more.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
            name.trim().to_ascii_lowercase().starts_with(wanted).then(|| given.unwrap_or(1.0))
        };
        accepted.split(',').filter_map(of).fold(0.0, f32::max)
    };
    weight("zh") >= weight("en")
}

fn document(notice: Notice, title: &str, sentence: &str, language: &str) -> String {
    let again = if notice.soon() { "<meta http-equiv=\"refresh\" content=\"2\">" } else { "" };
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\">{again}<meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title} · Fovea</title><style>body{{font:16px/1.6 system-ui,sans-serif;\
         margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f6f8;color:#1f2329}}main{{max-width:32rem;\
         padding:2rem}}h1{{font-size:1.25rem;margin:0 0 .5rem}}p{{margin:0;color:#51565e}}@media(prefers-color-scheme:dark)\
         {{body{{background:#16181c;color:#e8eaed}}p{{color:#a9b0ba}}}}</style><main><h1>{title}</h1><p>{sentence}</p></main>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_the_visitors_language() {
        for (accepted, chinese) in [
            ("", true),
            ("zh-CN,zh;q=0.9,en;q=0.8", true),
            ("en-US,en;q=0.9", false),
            ("en;q=0.5, zh;q=0.9", true),
            ("de", true),
            ("en, zh;q=0.3", false),
        ] {
            assert_eq!(is_chinese(accepted), chinese, "{accepted}");
        }
        let mut asked = HeaderMap::new();
        asked.insert(header::ACCEPT, "text/html,*/*".parse().unwrap());
        let told = page(Notice::Starting, &asked);
        assert_eq!(
            (told.status().as_u16(), &told.headers()["retry-after"]),
            (503, &HeaderValue::from_static("2"))
        );
        assert!(told.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        let told = page(Notice::Ended, &HeaderMap::new());
        assert!(told.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
        assert!(!told.headers().contains_key("retry-after"));
    }
}
