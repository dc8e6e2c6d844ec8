use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

/// A request as the server reads it. Its path ends with the number of the call.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) number: u64,
    pub(crate) key: Option<String>,
    pub(crate) body: String,
}

impl Request {
    /// Reads the next request of a connection: `None` at its end.
    pub(crate) async fn read(from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Self>> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if from.read_line(&mut head).await? == 0 {
                return Ok(None);
            }
        }
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let mut start = head.split(' ');
        let method = start.next().unwrap_or_default().to_owned();
        let number = number_of(start.next().unwrap_or_default());
        let key = header("idempotency-key").map(str::to_owned);
        let length = header("content-length").and_then(|length| length.parse().ok());
        let mut body = String::new();
        let length = length.unwrap_or(0);
        if from.take(length).read_to_string(&mut body).await? as u64 != length {
            return Ok(None);
        }
        Ok(Some(Self {
            method,
            number,
            key,
            body,
        }))
    }

    pub(crate) fn expected_body(&self) -> String {
        match self.method.as_str() {
            "POST" => body_of(self.number),
            _ => String::new(),
        }
    }
}

/// What is sent with a call.
pub(crate) fn body_of(number: u64) -> String {
    format!("order {number}")
}

/// The number at the end of a path or a URL.
pub(crate) fn number_of(path: &str) -> u64 {
    let number = path.rsplit('/').next().unwrap_or_default();
    number.parse().unwrap_or_default()
}
