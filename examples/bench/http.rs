//! A small HTTP/1.1 client over one kept connection, so that the load costs the machine little beside the server.

use anyhow::{Context, bail};
use std::{fmt::Write, net::SocketAddr};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// What a page sends back.
pub struct Reply {
    pub status: u16,
    pub location: String,
    pub body: Vec<u8>,
    /// Bytes of the body, also where they were not kept.
    pub length: u64,
}

/// Who asks: the cookie's token and the token of forms.
#[derive(Clone)]
pub struct Session {
    pub token: String,
    pub csrf: String,
}

pub struct Client {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

impl Client {
    pub async fn connect(host: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(256 * 1024, stream), host })
    }

    pub async fn get(&mut self, session: &Session, path: &str) -> anyhow::Result<Reply> {
        self.ask("GET", session, path, "", true).await
    }

    /// Reads a file to its end and keeps nothing of it.
    pub async fn drain(&mut self, session: &Session, path: &str) -> anyhow::Result<u64> {
        let reply = self.ask("GET", session, path, "", false).await?;
        if reply.status != 200 {
            bail!("{path} answered {}", reply.status);
        }
        Ok(reply.length)
    }

    pub async fn post(&mut self, session: &Session, path: &str, fields: &[(String, String)]) -> anyhow::Result<Reply> {
        let mut sent = vec![("csrf", session.csrf.as_str())];
        sent.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let body = serde_urlencoded::to_string(sent)?;
        self.ask("POST", session, path, &body, true).await
    }

    async fn ask(
        &mut self,
        method: &str,
        session: &Session,
        path: &str,
        body: &str,
        keep: bool,
    ) -> anyhow::Result<Reply> {
        let host = self.host;
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: periplus-session={}\r\nOrigin: http://{host}\r\n",
            session.token
        );
        if method == "POST" {
            let kind = "application/x-www-form-urlencoded";
            write!(request, "Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len())?;
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        self.reply(keep).await.with_context(|| format!("{method} {path}"))
    }

    async fn reply(&mut self, keep: bool) -> anyhow::Result<Reply> {
        let line = self.line().await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let mut reply = Reply { status, location: String::new(), body: Vec::new(), length: 0 };
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("no header")?;
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "transfer-encoding" => chunked = value.trim() == "chunked",
                "location" => value.trim().clone_into(&mut reply.location),
                _ => {}
            }
        }
        if !chunked {
            self.take(length, keep, &mut reply).await?;
            return Ok(reply);
        }
        loop {
            let size = u64::from_str_radix(self.line().await?.trim(), 16)?;
            self.take(size, keep, &mut reply).await?;
            self.line().await?;
            if size == 0 {
                return Ok(reply);
            }
        }
    }

    async fn take(&mut self, length: u64, keep: bool, reply: &mut Reply) -> anyhow::Result<()> {
        reply.length += length;
        if keep {
            let read = (&mut self.stream).take(length).read_to_end(&mut reply.body).await?;
            return if read as u64 == length { Ok(()) } else { bail!("the body ended early") };
        }
        let mut left = usize::try_from(length)?;
        while left > 0 {
            let there = self.stream.fill_buf().await?.len().min(left);
            if there == 0 {
                bail!("the body ended early");
            }
            self.stream.consume(there);
            left -= there;
        }
        Ok(())
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            bail!("the server closed the connection");
        }
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }
}
