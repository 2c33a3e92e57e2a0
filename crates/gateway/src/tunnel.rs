//! A connection that became something else, such as a WebSocket: bytes go both ways as they come.

use crate::frames::Frames;
use crate::proxy::Visit;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf, copy_bidirectional_with_sizes};

/// Longest wait for both sides to let go of their HTTP.
const BEGIN: Duration = Duration::from_secs(30);
/// Of each direction.
const BUFFER: usize = 32 << 10;
/// How often it is asked whether the visitor may still be there.
const ASKED_EVERY: Duration = Duration::from_secs(10);

pub(crate) async fn run(visitor: OnUpgrade, job: OnUpgrade, visit: Visit) {
    let both = async { tokio::try_join!(visitor, job) };
    let Ok(Ok((visitor, job))) = tokio::time::timeout(BEGIN, both).await else { return };
    let mut visitor =
        Heard { inner: TokioIo::new(visitor), frames: Frames::default(), used: visit.used.clone() };
    let mut job = TokioIo::new(job);
    let may_stay = async {
        loop {
            tokio::time::sleep(ASKED_EVERY).await;
            if !(visit.may_stay)().await {
                return;
            }
        }
    };
    tokio::select! {
        // That either of them hangs up is how it ends.
        _ = copy_bidirectional_with_sizes(&mut visitor, &mut job, BUFFER, BUFFER) => {}
        () = may_stay => {}
        () = visit.closing.cancelled() => {}
    }
}

/// The visitor's side, listened to.
struct Heard {
    inner: TokioIo<Upgraded>,
    frames: Frames,
    used: std::sync::Arc<dyn Fn() + Send + Sync>,
}

impl AsyncRead for Heard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        if let Poll::Ready(Ok(())) = &read
            && let Some(new) = buf.filled().get(before..)
            && self.frames.says_something(new)
        {
            (self.used)();
        }
        read
    }
}

impl AsyncWrite for Heard {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
