use std::{
    fmt::{Debug, Write as _},
    sync::{Arc, LazyLock, Mutex},
};

use tracing::{
    Dispatch, Event, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::NoSubscriber,
};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
};

/// The events and spans of a closure, each as a line: those of the targets `retry` and `test`. Clients have
/// others.
///
/// Only those of this thread, as all recorders of the tests.
///
/// # Panics
///
/// If the closure panics while it logs.
pub fn logged(run: impl FnOnce()) -> Vec<String> {
    logged_at(LevelFilter::TRACE, run)
}

/// The same for those that are at this level or above.
///
/// # Panics
///
/// If the closure panics while it logs.
pub fn logged_at(level: LevelFilter, run: impl FnOnce()) -> Vec<String> {
    LazyLock::force(&SECOND);
    let log = EventLog::default();
    let ours = Targets::new().with_targets([("retry", level), ("test", level)]);
    let subscriber = tracing_subscriber::registry().with(log.clone().with_filter(ours));
    tracing::subscriber::with_default(subscriber, run);
    let lines = log.lines.lock().expect("no test panics while it logs");
    lines.clone()
}

/// A subscriber that ignores everything. With a single subscriber, the first thread that reaches an event decides for
/// all threads whether it is wanted, and that thread may have no subscriber. With two, `tracing` asks both.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

/// A layer that records.
#[derive(Clone, Default)]
struct EventLog {
    lines: Arc<Mutex<Vec<String>>>,
}

impl EventLog {
    fn add(&self, line: String) {
        self.lines
            .lock()
            .expect("no test panics while it logs")
            .push(line);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for EventLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let mut line = Line(format!("{} {}:", metadata.level(), metadata.target()));
        event.record(&mut line);
        self.add(line.0);
    }

    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let metadata = span.metadata();
        let mut line = Line(format!("open {} {}", metadata.level(), metadata.name()));
        span.record(&mut line);
        self.add(line.0);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut line = Line(format!("record {}", name(id, &context)));
        values.record(&mut line);
        self.add(line.0);
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        self.add(format!("enter {}", name(id, &context)));
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        self.add(format!("exit {}", name(id, &context)));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        self.add(format!("close {}", name(&id, &context)));
    }
}

fn name<S: Subscriber + for<'a> LookupSpan<'a>>(id: &Id, context: &Context<'_, S>) -> &'static str {
    context.span(id).expect("an open span").name()
}

/// A line to which fields are added, those that are there: a text in quotes if it is a string.
struct Line(String);

impl Visit for Line {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.record_debug(field, &format_args!("{value} s"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let line = &mut self.0;
        match field.name() {
            "message" => write!(line, " {value:?}"),
            name => write!(line, " {name}={value:?}"),
        }
        .expect("a string takes all");
    }
}
