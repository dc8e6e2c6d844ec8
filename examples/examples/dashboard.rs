//! Retries in a log and on a dashboard: the events of feature `tracing`, and the metrics of feature `metrics` as
//! Prometheus gets them.

use std::{
    error::Error,
    fmt,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use retry_core::{Budget, retry};
use tracing_subscriber::filter::LevelFilter;

// A name, so that what is left in it is a gauge.
static UPSTREAM: Budget = Budget::aws().named("upstream");

// The name of the function is the label `name`. Its events show the error, since that implements `Display`.
#[retry(attempts = 4, backoff = 5ms, jitter = none, budget = &UPSTREAM, on = ApiError::is_transient)]
fn price(answers: &mut Vec<u16>) -> Result<&'static str, ApiError> {
    match answers.pop() {
        None => Ok("7.20"),
        Some(status) => Err(ApiError(status)),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_ansi(false)
        .without_time()
        .init();
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(named("retry.run.retries"), &[1.0, 2.0, 5.0])?
        .set_buckets_for_metric(named("retry.run.delay"), &[0.005, 0.05, 0.5, 5.0])?
        .build_recorder();
    let exporter = serve(recorder.handle())?;
    metrics::set_global_recorder(recorder)?;

    println!("log:");
    // At once: neither an event nor a metric. Then one that recovers, one that gives up, one that must not be
    // retried.
    price(&mut vec![])?;
    price(&mut vec![503, 503])?;
    price(&mut vec![503; 9]).expect_err("it is down");
    price(&mut vec![404]).expect_err("there is none");

    println!("dashboard:");
    let page = scrape(exporter)?;
    for line in page.lines().filter(|line| !line.is_empty()) {
        println!("  {line}");
    }
    for line in [
        "# HELP retry_run_delay Time between two attempts of a run",
        r#"retry_stops{name="price",reason="accepted"} 1"#,
        r#"retry_stops{name="price",reason="attempts"} 1"#,
        r#"retry_stops{name="price",reason="not_retryable"} 1"#,
        // Two waits of the run that recovered, three of the one that gave up.
        r#"retry_run_delay_count{name="price"} 5"#,
        r#"retry_run_delay_bucket{name="price",le="0.005"} 2"#,
        r#"retry_run_retries_sum{name="price"} 5"#,
        // AWS's numbers: 500, less 14 for each retry, and what the success gave back.
        r#"retry_budget_available{name="upstream"} 444"#,
    ] {
        assert!(page.lines().any(|found| found == line), "no line {line}");
    }
    Ok(())
}

fn named(metric: &str) -> Matcher {
    Matcher::Full(metric.to_owned())
}

/// Answers one scrape.
fn serve(metrics: PrometheusHandle) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || -> io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let request = BufReader::new(stream.try_clone()?).lines();
        request
            .take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty()))
            .for_each(drop);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\n\r\n";
        write!(stream, "{head}{}", metrics.render())
    });
    Ok(address)
}

/// What Prometheus does every few seconds.
fn scrape(exporter: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect(exporter)?;
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: {exporter}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let page = answer.split_once("\r\n\r\n").unwrap_or_default().1;
    Ok(page.to_owned())
}

#[derive(Debug)]
struct ApiError(u16);

impl ApiError {
    fn is_transient(&self) -> bool {
        self.0 >= 500
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.0)
    }
}

impl Error for ApiError {}
