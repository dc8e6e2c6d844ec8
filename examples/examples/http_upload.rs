//! Upload a file of 3 MB as a stream, three times: each attempt opens the file again, since a stream can be
//! read only once. Then the same file in a multipart form.

use std::{
    error::Error,
    fs::{self, File},
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{Router, extract::Request, http::StatusCode};
use http_body_util::BodyExt as _;
use reqwest::{
    Body, Client,
    multipart::{Form, Part},
};
use reqwest_middleware::ClientBuilder;
use retry_core::{
    http::{HttpPolicy, HttpReport, HttpRetry, PerRequest},
    testing,
};

const HTTP: HttpPolicy = HttpPolicy::new();
const SIZE: usize = 3_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Takes the waits out, as in a test, so that the example ends at once.
    let _guard = testing::no_waits();
    let url = start_server().await?;
    let path = std::env::temp_dir().join(format!("retry-upload-{}", std::process::id()));
    fs::write(&path, vec![b'x'; SIZE])?;

    let plain = Client::new();
    let client = ClientBuilder::new(plain.clone())
        .with(HttpRetry::new(HTTP))
        .build();

    let file = path.clone();
    let upload = PerRequest::new().body_from(move || open(&file));
    let response = client
        .put(&url)
        .with_extension(upload)
        .send()
        .await?
        .error_for_status()?;
    println!("{}", tell(&response));
    assert_eq!(response.text().await?, "3000000 bytes");

    // A form also makes a header, with a new boundary each time, so the closure makes a whole request.
    let (file, form_url) = (path.clone(), url.clone());
    let form = PerRequest::new().body_from(move || {
        let form = Form::new().part("backup", Part::stream(open(&file)?));
        let request = plain.put(&form_url).multipart(form);
        request.build().map_err(io::Error::other)
    });
    let response = client.put(&url).with_extension(form).send().await?;
    println!("{}", tell(&response));
    let received = response.text().await?;
    println!("{received} with the form around the file");

    fs::remove_file(path)?;
    Ok(())
}

fn open(path: &Path) -> io::Result<Body> {
    Ok(tokio::fs::File::from_std(File::open(path)?).into())
}

fn tell(response: &reqwest::Response) -> String {
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert_eq!((response.status(), report.attempts), (StatusCode::OK, 3));
    format!("{} after {} attempts", response.status(), report.attempts)
}

/// A server on loopback that reads each body to its end, and answers two of three with 503.
async fn start_server() -> io::Result<String> {
    let uploads = Arc::new(AtomicUsize::new(0));
    let app = Router::new().fallback(move |request: Request| {
        let uploads = Arc::clone(&uploads);
        async move {
            let body = request.into_body().collect().await;
            let size = body.expect("a whole body").to_bytes().len();
            assert!(size >= SIZE, "{size} bytes");
            match uploads.fetch_add(1, Ordering::SeqCst) % 3 {
                2 => (StatusCode::OK, format!("{size} bytes")),
                _ => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
            }
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/backup", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(url)
}
