//! Connections to jobs that are kept for the next request. Each is driven by whoever asks over it, within the same task: no request
//! waits until another task has its turn.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{Connection, SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::UnixStream;

const KEPT_OPEN: Duration = Duration::from_secs(20);
const MOST_KEPT: usize = 16;

/// A connection over which nothing is asked at this moment, or one thing.
pub struct Line {
    send: SendRequest<Body>,
    /// `None`: it is over
    work: Option<Connection<TokioIo<UnixStream>, Body>>,
    kept_since: Instant,
}

/// What came of a request.
pub enum Asked {
    Answer(Box<Line>, Response<Incoming>),
    /// It was not sent: the job had hung up before.
    Unsent(Request<Body>),
    Failed(hyper::Error),
}

impl Line {
    pub async fn new(stream: UnixStream) -> hyper::Result<Box<Line>> {
        let (send, work) = handshake(TokioIo::new(stream)).await?;
        Ok(Box::new(Line { send, work: Some(work), kept_since: Instant::now() }))
    }

    /// Does what can be done without waiting.
    fn poll(&mut self, cx: &mut Context<'_>) {
        if let Some(work) = &mut self.work
            && Pin::new(work).poll(cx).is_ready()
        {
            self.work = None;
        }
    }

    async fn look(&mut self) {
        poll_fn(|cx| {
            self.poll(cx);
            Poll::Ready(())
        })
        .await;
    }

    /// Whether something can be asked over it, once what is known of it is new.
    pub async fn is_ready(&mut self) -> bool {
        self.look().await;
        self.work.is_some() && self.send.is_ready()
    }

    pub async fn ask(mut self: Box<Line>, request: Request<Body>) -> Asked {
        let asked = self.send.try_send_request(request);
        let mut asked = std::pin::pin!(asked);
        let answered = poll_fn(|cx| {
            // What was read is told to the one who asks before the end of the connection is.
            self.poll(cx);
            asked.as_mut().poll(cx)
        });
        match answered.await {
            Ok(answer) => {
                // The whole of a short answer is there already.
                self.look().await;
                Asked::Answer(self, answer)
            }
            Err(mut error) => match error.take_message() {
                Some(request) => Asked::Unsent(request),
                None => Asked::Failed(error.into_error()),
            },
        }
    }
}

/// Lines of one door, each in the box that it goes from hand to hand in.
#[derive(Default)]
#[allow(clippy::vec_box)] // a line is large, and is moved at every request
pub struct Lines(Mutex<Vec<Box<Line>>>);

#[allow(clippy::vec_box)] // as above
impl Lines {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Box<Line>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One that was used last; `None`: none is kept.
    pub fn take(&self) -> Option<Box<Line>> {
        self.lock().pop()
    }

    pub fn keep(&self, mut line: Box<Line>) {
        line.kept_since = Instant::now();
        let mut kept = self.lock();
        if kept.len() < MOST_KEPT {
            kept.push(line);
        }
    }

    /// Lets go of those that nobody used for long.
    pub fn sweep(&self) {
        self.lock().retain(|line| line.kept_since.elapsed() < KEPT_OPEN);
    }
}

/// The job's answer, with its line and what it holds; read to its end, the line is kept.
pub struct Answer<P> {
    body: Incoming,
    line: Option<Box<Line>>,
    lines: Arc<Lines>,
    _place: P,
}

impl<P> Answer<P> {
    pub async fn new(line: Box<Line>, body: Incoming, lines: Arc<Lines>, place: P) -> Answer<P> {
        let mut answer = Answer { body, line: Some(line), lines, _place: place };
        if answer.body.is_end_stream() {
            poll_fn(|cx| {
                answer.finish(cx);
                Poll::Ready(())
            })
            .await;
        }
        answer
    }

    /// Nothing more is read.
    fn finish(&mut self, cx: &mut Context<'_>) {
        if let Some(mut line) = self.line.take() {
            line.poll(cx);
            if line.work.is_some() && line.send.is_ready() {
                self.lines.keep(line);
            }
        }
    }
}

impl<P: Unpin> HttpBody for Answer<P> {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(line) = &mut self.line {
            line.poll(cx);
        }
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        match &frame {
            Poll::Ready(None) => self.finish(cx),
            Poll::Ready(Some(Err(_))) => self.line = None,
            Poll::Ready(Some(Ok(_))) if self.body.is_end_stream() => self.finish(cx),
            _ => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    fn request() -> Request<Body> {
        Request::get("/").header("host", "x").body(Body::empty()).unwrap()
    }

    /// Reads one request's head.
    async fn head(stream: &mut UnixStream) -> bool {
        let mut all = Vec::new();
        while !all.ends_with(b"\r\n\r\n") {
            let mut one = [0];
            if stream.read(&mut one).await.unwrap_or(0) == 0 {
                return false;
            }
            all.push(one[0]);
        }
        true
    }

    async fn answer(lines: &Arc<Lines>, line: Box<Line>) -> String {
        let Asked::Answer(line, answer) = line.ask(request()).await else { panic!("no answer") };
        let body = Answer::new(line, answer.into_body(), Arc::clone(lines), ()).await;
        String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_line_is_kept_for_the_next_request_whatever_way_an_answer_ends() {
        let (ours, mut job) = UnixStream::pair().unwrap();
        let lines: Arc<Lines> = Arc::default();
        let told: [&str; 4] = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nby",
        ];
        let played = tokio::spawn(async move {
            for text in told {
                assert!(head(&mut job).await);
                job.write_all(text.as_bytes()).await.unwrap();
            }
        });
        let mut line = Line::new(ours).await.unwrap();
        for (n, expected) in ["hello", "abc", "", "by"].into_iter().enumerate() {
            assert!(line.is_ready().await, "{n}");
            assert_eq!(answer(&lines, line).await, expected);
            let kept = lines.take();
            // The last one said that it hangs up.
            assert_eq!(kept.is_some(), n < 3, "{n}");
            let Some(next) = kept else { break };
            line = next;
        }
        played.await.unwrap();
    }

    #[tokio::test]
    async fn one_whose_job_hung_up_is_known_before_it_is_used() {
        let (ours, job) = UnixStream::pair().unwrap();
        let mut line = Line::new(ours).await.unwrap();
        assert!(line.is_ready().await);
        drop(job);
        let mut ready = line.is_ready().await;
        for _ in 0..100 {
            if !ready {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            ready = line.is_ready().await;
        }
        assert!(!ready);
        assert!(matches!(line.ask(request()).await, Asked::Unsent(_)));
    }

    #[tokio::test]
    async fn an_answer_that_breaks_off_is_an_error_and_keeps_no_line() {
        let (ours, mut job) = UnixStream::pair().unwrap();
        let lines: Arc<Lines> = Arc::default();
        tokio::spawn(async move {
            head(&mut job).await;
            job.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello").await.unwrap();
        });
        let line = Line::new(ours).await.unwrap();
        let Asked::Answer(line, answer) = line.ask(request()).await else { panic!("no answer") };
        let body = Answer::new(line, answer.into_body(), Arc::clone(&lines), ()).await;
        assert!(body.collect().await.is_err());
        assert!(lines.take().is_none());
    }
}
