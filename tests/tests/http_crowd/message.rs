use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A request or a response: its head as text, and its body.
#[derive(Debug)]
pub(crate) struct Message {
    head: String,
    body: Vec<u8>,
}

impl Message {
    /// A response.
    pub(crate) fn response(status: u16, body: &str) -> Self {
        let length = body.len();
        Self {
            head: format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\n\r\n"),
            body: body.into(),
        }
    }

    /// Reads the next message of a connection: `None` at its end.
    pub(crate) async fn read(from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Self>> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if from.read_line(&mut head).await? == 0 {
                return Ok(None);
            }
        }
        let mut message = Self {
            head,
            body: Vec::new(),
        };
        let length = message.header("content-length");
        let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
        message.body.resize(length, 0);
        from.read_exact(&mut message.body).await?;
        Ok(Some(message))
    }

    pub(crate) async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        let mut bytes = self.head.clone().into_bytes();
        bytes.extend(&self.body);
        to.write_all(&bytes).await?;
        to.flush().await
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    /// The number at the end of the path.
    pub(crate) fn order(&self) -> u64 {
        let path = self.head.split(' ').nth(1).unwrap_or_default();
        number_of(path)
    }
}

/// The number at the end of a path or a URL.
pub(crate) fn number_of(path: &str) -> u64 {
    let number = path.rsplit('/').next().unwrap_or_default();
    number.parse().expect("a number")
}
