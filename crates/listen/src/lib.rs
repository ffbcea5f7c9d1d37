//! Connections with an end: so many at once, so long for a request to arrive, so long for an answer to be taken.

use std::future::Future as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;
use tokio::time::{Sleep, sleep};

/// How long the head of a request may take; slow lines included.
pub const HEAD: Duration = Duration::from_secs(10);
/// How long an answer may wait for being taken.
const TAKE: Duration = Duration::from_secs(60);

/// A listener of such connections.
#[derive(Debug)]
pub struct Bounded {
    inner: TcpListener,
    open: Arc<AtomicUsize>,
    most: usize,
}

impl Bounded {
    /// Around a listener; so many connections are open at once.
    pub fn new(inner: TcpListener, most: usize) -> Self {
        Bounded { inner, open: Arc::default(), most }
    }
}

impl Listener for Bounded {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let (io, from) = Listener::accept(&mut self.inner).await;
            let place = Place(Arc::clone(&self.open));
            // One more than there is room for is closed at once.
            if self.open.fetch_add(1, Ordering::Relaxed) < self.most {
                let arriving = Box::pin(sleep(HEAD));
                let arrived = Arrived { set: Arc::default(), peer: from.ip() };
                return (Connection { io, arrived, arriving, taking: None, _place: place }, from);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

/// Gives the place of a connection free.
#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Set once the head of the request is there, and who sent it. A connection carries one request.
#[derive(Clone, Debug)]
pub struct Arrived {
    set: Arc<AtomicBool>,
    peer: IpAddr,
}

impl Default for Arrived {
    fn default() -> Self {
        Arrived { set: Arc::default(), peer: IpAddr::V4(Ipv4Addr::UNSPECIFIED) }
    }
}

impl Arrived {
    /// The head is there.
    pub fn set(&self) {
        self.set.store(true, Ordering::Relaxed);
    }

    /// The other end of the connection.
    pub fn peer(&self) -> IpAddr {
        self.peer
    }
}

impl Connected<IncomingStream<'_, Bounded>> for Arrived {
    fn connect_info(stream: IncomingStream<'_, Bounded>) -> Self {
        stream.io().arrived.clone()
    }
}

/// One connection.
#[derive(Debug)]
pub struct Connection {
    io: <TcpListener as Listener>::Io,
    arrived: Arrived,
    arriving: Pin<Box<Sleep>>,
    taking: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

impl Connection {
    /// Ends the connection where an answer is not taken in time.
    fn in_time<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_pending() {
            let taking = self.taking.get_or_insert_with(|| Box::pin(sleep(TAKE)));
            if taking.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        written
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // Also where bytes keep coming, one at a time.
        if !self.arrived.set.load(Ordering::Relaxed) && self.arriving.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, bytes);
        self.in_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.io).poll_flush(cx);
        self.in_time(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
